"""The repair of captured data: every captured value that can be handed down becomes a parameter."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from mllint_rules.kit import Context, FixPlan, FixUnavailable, Frame, unsafe_fix
from mllint_rules.rules.structure._annotations import annotation_for
from mllint_rules.rules.structure._captures import Capture
from mllint_rules.rules.structure._data_kinds import variable_type
from mllint_rules.rules.structure._routes import Route, find_route
from mllint_rules.rules.structure._threading import Threading, Value, check_bindings, check_names


class CaptureRepair:
    """Repairs for the captures of one document; nothing is worked out before it is asked for.

    Functions that call each other get all their values in one go: parameters that arrive one by one at the same
    place would need a round each.
    """

    def __init__(self, ctx: Context, captures: Sequence[Capture]) -> None:
        self._ctx = ctx
        self._captures = captures

    def plan(self, capture: Capture) -> FixPlan | None:
        """The repair of one capture, together with those of the functions along its way; None without one."""
        if capture not in self._routes:
            return None
        threading = Threading()
        names: dict[str, None] = {}
        for each in self._together(capture):
            threading.add(self._routes[each], self._values[each.name])
            names[each.name] = None
        listed = ", ".join(f"`{name}`" for name in names)
        title = f"Pass {listed} as a parameter" if len(names) == 1 else f"Pass {listed} as parameters"
        return unsafe_fix(title, *threading.verbs(self._ctx))

    def _together(self, capture: Capture) -> list[Capture]:
        """The captures whose routes share a function with that of this one, directly or through others."""
        functions: set[Frame] = set(self._routes[capture].functions)
        members = {capture}
        grows = True
        while grows:
            more = {
                each
                for each, route in self._routes.items()
                if each not in members and not functions.isdisjoint(route.functions)
            }
            members |= more
            functions.update(function for each in more for function in self._routes[each].functions)
            grows = bool(more)
        return [each for each in self._captures if each in members]

    @cached_property
    def _routes(self) -> dict[Capture, Route]:
        found: dict[Capture, Route] = {}
        for capture in self._captures:
            try:
                route = find_route(self._ctx, capture.function)
                check_names(self._ctx, capture.name, route)
                check_bindings(self._ctx, capture.name, capture.bindings, route)
            except FixUnavailable:
                continue
            found[capture] = route
        return found

    @cached_property
    def _values(self) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for capture in self._routes:
            if capture.name not in found:
                functions = tuple(
                    function
                    for other, route in self._routes.items()
                    if other.name == capture.name
                    for function in route.functions
                )
                written = annotation_for(self._ctx, variable_type(self._ctx, capture.bindings), functions)
                found[capture.name] = Value(capture.name, capture.name, written.text, verbs=written.verbs)
        return found
