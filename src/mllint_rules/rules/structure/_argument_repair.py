"""The repair of captured arguments: hand the object, or the one or two attributes a function reads, down to it."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from mllint_rules.kit import Context, FixPlan, FunctionNode, Verb, is_position_known, replace, unsafe_fix
from mllint_rules.rules.structure._annotations import annotation_for
from mllint_rules.rules.structure._captures import Capture
from mllint_rules.rules.structure._data_kinds import variable_type
from mllint_rules.rules.structure._parser_extraction import extract_parser
from mllint_rules.rules.structure._parser_options import parser_options
from mllint_rules.rules.structure._routes import Route, find_route
from mllint_rules.rules.structure._threading import Threading, Value, check_bindings, check_names

_FEW = 2  # attributes that are passed one by one
_WHOLE = None


def plan_arguments(ctx: Context, captures: Sequence[Capture]) -> FixPlan:
    """Pass one captured object to every function that reads it; all of them or none.

    Raises `FixUnavailable` when it cannot reach one of them.
    """
    return _ArgumentRepair(ctx, captures).plan()


class _ArgumentRepair:
    def __init__(self, ctx: Context, captures: Sequence[Capture]) -> None:
        self._ctx = ctx
        self._captures = captures
        self._name = captures[0].name
        self._bindings = captures[0].bindings
        self._routes = [find_route(ctx, capture.function) for capture in captures]
        self._functions = tuple(dict.fromkeys(f for route in self._routes for f in route.functions))
        self._sites = {site.reference: site for route in self._routes for site in route.sites}

    def plan(self) -> FixPlan:
        whole = Route(self._functions, tuple(self._sites.values()))
        check_names(self._ctx, self._name, whole)
        for route in self._routes:
            check_bindings(self._ctx, self._name, self._bindings, route)
        attributes = self._attributes_by_function()
        threading = Threading(sites=self._sites)
        for function in self._functions:
            threading.needs[function] = self._values(attributes[function])
        extraction = extract_parser(self._ctx, self._name, self._bindings, self._sites.values())
        title = f"Pass `{self._name}` as a parameter"
        if extraction:
            title = f"Parse in a function and pass `{self._name}` as a parameter"
        return unsafe_fix(title, *extraction, *threading.verbs(self._ctx), *self._reads(attributes))

    # Which functions get the object, and which only attributes of it

    def _attributes_by_function(self) -> dict[FunctionNode, tuple[str, ...] | None]:
        """The attributes that each function reads or hands on; None where it needs the whole object."""
        options = {} if self._is_written() else parser_options(self._ctx)
        needed: dict[FunctionNode, dict[str, None] | None] = {function: {} for function in self._functions}
        for capture in self._captures:
            attributes = [self._attribute(read, options) for read in capture.reads]
            function: FunctionNode = capture.function  # type: ignore[assignment]
            known = [attribute for attribute in attributes if attribute is not None]
            needed[function] = dict.fromkeys(known) if len(known) == len(attributes) else _WHOLE
        changed = True
        while changed:
            changed = False
            for function, own in needed.items():
                joined = self._joined(function, needed)
                if joined != own:
                    needed[function], changed = joined, True
        return {function: own if own is None else tuple(own) for function, own in needed.items()}

    def _joined(
        self, function: FunctionNode, needed: dict[FunctionNode, dict[str, None] | None]
    ) -> dict[str, None] | None:
        """What a function needs for itself and for those it calls."""
        own = needed[function]
        passed = [needed[site.function] for site in self._sites.values() if site.frame is function]
        if own is None or any(each is None for each in passed):
            return _WHOLE
        joined = dict.fromkeys([*own, *(name for each in passed if each for name in each)])
        is_clash = any(self._is_taken(function, name) for name in joined)
        return _WHOLE if len(joined) > _FEW or is_clash else joined

    def _is_taken(self, function: FunctionNode, name: str) -> bool:
        """Whether the function uses the name for anything."""
        inside = {*ast.walk(function)}
        scopes = self._ctx.model.names.scopes
        return any(node in inside for node in self._ctx.model.index.names.get(name, ())) or any(
            binding.name == name and binding.node in inside for binding in scopes.every_binding
        )

    def _is_written(self) -> bool:
        """Whether some code gives an attribute of the object another value."""
        parents = (self._ctx.parent(node) for node in self._ctx.model.index.names[self._name])
        return any(isinstance(each, ast.Attribute) and not isinstance(each.ctx, ast.Load) for each in parents)

    def _attribute(self, read: ast.Name, options: dict[str, str | None]) -> str | None:
        parent = self._ctx.parent(read)
        if (
            isinstance(parent, ast.Attribute)
            and parent.attr in options
            and is_position_known(self._ctx, parent)
        ):
            return parent.attr
        return None

    # The changes

    def _values(self, attributes: tuple[str, ...] | None) -> dict[str, Value]:
        if attributes is None:
            written = annotation_for(self._ctx, variable_type(self._ctx, self._bindings), self._functions)
            return {self._name: Value(self._name, self._name, written.text, verbs=written.verbs)}
        options = parser_options(self._ctx)
        return {
            name: Value(name, f"{self._name}.{name}", options[name], keyword_only=True) for name in attributes
        }

    def _reads(self, attributes: dict[FunctionNode, tuple[str, ...] | None]) -> list[Verb]:
        """`args.lr` becomes `lr` in functions that get the attribute alone."""
        verbs: list[Verb] = []
        for capture in self._captures:
            if attributes[capture.function] is None:  # type: ignore[index]
                continue
            for read in capture.reads:
                access = self._ctx.parent(read)
                assert isinstance(access, ast.Attribute)
                verbs.append(replace(access, access.attr))
        return verbs
