"""The way from module level to a function, through all the functions that call it."""

from __future__ import annotations

from dataclasses import dataclass

from mllint_rules.kit import CallSite, Context, FixUnavailable, Frame, FunctionNode, plain_function, position


@dataclass(frozen=True, slots=True)
class Route:
    """The way from the module to a function: every function that must hand a value on, and every use of them."""

    functions: tuple[FunctionNode, ...]
    sites: tuple[CallSite, ...]

    @property
    def outer(self) -> list[CallSite]:
        """The uses at module level, in source order."""
        outside = (site for site in self.sites if site.frame is None)
        return sorted(outside, key=lambda site: position(site.reference))


def find_route(ctx: Context, function: Frame) -> Route:
    """All uses of a function, and of the functions that use it, up to module level.

    Raises `FixUnavailable` where some use cannot be seen or cannot pass an argument (see `Context.call_sites`), for
    decorated functions and for those that nobody calls.
    """
    functions: list[FunctionNode] = []
    sites: list[CallSite] = []
    pending = [plain_function(ctx, function)]
    while pending:
        current = pending.pop()
        functions.append(current)
        found = ctx.call_sites(current)
        if not found:
            raise FixUnavailable(f"nothing in this file calls {current.name}")
        sites += found
        for site in found:
            if site.frame is not None and site.frame not in functions and site.frame not in pending:
                pending.append(plain_function(ctx, site.frame))
    route = Route(tuple(functions), tuple(sites))
    _check_starts(route)
    return route


def _check_starts(route: Route) -> None:
    """Raises `FixUnavailable` for functions that only call each other: someone outside of the file must start them."""
    started = {site.function for site in route.outer}
    grows = True
    while grows:
        called = {site.function for site in route.sites if site.frame in started}
        grows = not called <= started
        started |= called
    for function in route.functions:
        if function not in started:
            raise FixUnavailable(f"nothing in this file starts {function.name}")
