"""Where a function is called: all its call sites in the document, through the functions that hold them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from mllint_rules.kit import Context, FixUnavailable, ScopeKind, table
from mllint_rules.rules.structure._captures import (
    Frame,
    FunctionNode,
    is_reached_from_elsewhere,
    lambda_name,
    module_scope,
    outermost_function,
)

_DYNAMIC = ("eval", "exec", "globals", "locals", "vars", "__import__")
_PARTIALS = frozenset({"functools.partial"})


@dataclass(frozen=True, slots=True)
class Site:
    """One use of a function: a call, or with `call` None a reference that hands it on as a callback.

    `frame` is the outermost function around it; None at module level. `is_deferred` says that it stands in a
    lambda at module level, which runs at some later time.
    """

    function: FunctionNode
    reference: ast.Name
    call: ast.Call | None
    frame: FunctionNode | None
    is_deferred: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """The way from the module to a function: every function that must hand a value on, and every use of them."""

    functions: tuple[FunctionNode, ...]
    sites: tuple[Site, ...]

    @property
    def outer(self) -> list[Site]:
        """The uses at module level, in source order."""
        return sorted(
            (site for site in self.sites if site.frame is None),
            key=lambda site: (site.reference.lineno, site.reference.col_offset),
        )


def find_route(ctx: Context, function: Frame) -> Route:
    """All uses of a function, and of the functions that use it, up to module level.

    Raises `FixUnavailable` where some use cannot be seen or cannot pass an argument: decorated functions, methods,
    functions that other files mention, uses in strings or through `globals()`, functions nobody calls.
    """
    _refuse_dynamic_code(ctx)
    functions: list[FunctionNode] = []
    sites: list[Site] = []
    pending = [changeable(ctx, function)]
    while pending:
        current = pending.pop()
        functions.append(current)
        found = list(sites_of(ctx, current))
        if not found:
            raise FixUnavailable(f"nothing in this file calls {current.name}")
        sites += found
        for site in found:
            if site.frame is not None and site.frame not in functions and site.frame not in pending:
                pending.append(changeable(ctx, site.frame))
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


def _refuse_dynamic_code(ctx: Context) -> None:
    for name in _DYNAMIC:
        for node in ctx.model.index.calls.get(name, ()):
            # `vars(args)` is a mapping of that object alone.
            if ctx.called(node) == f"builtins.{name}" and not (name == "vars" and node.args):
                raise FixUnavailable("code is looked up or run by name")


def changeable(ctx: Context, function: Frame) -> FunctionNode:
    """The function, when its signature may be changed and every use of it can be seen."""
    if isinstance(function, ast.Lambda):
        raise FixUnavailable("a lambda gets no further parameter")
    scope = ctx.model.names.scopes.scope_for(function).parent
    if scope is None or scope.kind is not ScopeKind.MODULE or len(scope.bindings[function.name]) != 1:
        raise FixUnavailable(f"{function.name} is no plain function of the module")
    transparent = table("captured_data")["decorators"]["transparent"]
    if any(_decorator_name(ctx, decorator) not in transparent for decorator in function.decorator_list):
        raise FixUnavailable(f"a decorator decides how {function.name} is called")
    if function.args.vararg is not None or function.args.kwarg is not None:
        raise FixUnavailable(f"{function.name} takes *args or **kwargs")
    if is_reached_from_elsewhere(ctx, function.name) or _is_mentioned_in_text(ctx, function.name):
        raise FixUnavailable(f"{function.name} may be called from elsewhere")
    return function


def _decorator_name(ctx: Context, decorator: ast.expr) -> str | None:
    return ctx.qualified_name(decorator.func if isinstance(decorator, ast.Call) else decorator)


def _is_mentioned_in_text(ctx: Context, name: str) -> bool:
    """Whether a string or a notebook magic names the function."""
    word = re.compile(rf"\b{re.escape(name)}\b")
    document = ctx.document
    if document.text is not document.code and len(word.findall(document.text)) != len(
        word.findall(document.code)
    ):
        return True
    return any(_names_function(ctx, node, name) for node in ctx.model.index.nodes(ast.Constant))


def _names_function(ctx: Context, node: ast.Constant, name: str) -> bool:
    """Whether a string may be what finds the function: an argument, a list of names, `module:function`, a call.

    Keys are not: a column or an option is often called like the function that reads it.
    """
    text = node.value
    if not isinstance(text, str) or name not in text:
        return False
    if text == name:
        return isinstance(ctx.parent(node), ast.Call | ast.keyword | ast.List | ast.Tuple | ast.Set)
    return (
        re.fullmatch(rf"[\w.:]*[.:]{re.escape(name)}|(?:[\w.]+\.)?{re.escape(name)}\(.*", text, re.DOTALL)
        is not None
    )


# Uses


def sites_of(ctx: Context, function: FunctionNode) -> Iterator[Site]:
    """Every use of a module-level function. Raises `FixUnavailable` for one that cannot pass an argument on."""
    scopes = ctx.model.names.scopes
    for node in ctx.model.index.names.get(function.name, ()):
        if scopes.lookup(node.id, scopes.scope_of(node)) is module_scope(ctx):
            yield _site(ctx, function, node)


def _site(ctx: Context, function: FunctionNode, node: ast.Name) -> Site:
    frame = outermost_function(ctx, node)
    is_deferred = isinstance(frame, ast.Lambda)
    if isinstance(frame, ast.Lambda):
        if lambda_name(ctx, frame) is not None:
            raise FixUnavailable("a lambda with a name calls the function")
        frame = None
    return Site(function, node, _call_at(ctx, node), frame, is_deferred)


def _call_at(ctx: Context, node: ast.Name) -> ast.Call | None:
    """The call that takes the further argument; None for a reference handed on as an argument."""
    parent = ctx.parent(node)
    if isinstance(parent, ast.Call) and parent.func is node:
        return _readable(ctx, parent)
    holder = parent
    if isinstance(parent, ast.keyword):
        holder = ctx.parent(parent)
    if not isinstance(holder, ast.Call):
        raise FixUnavailable(f"{node.id} is kept under another name")
    called = ctx.called(holder) or ""
    if called in _PARTIALS and holder.args and holder.args[0] is node:
        return _readable(ctx, holder)
    opaque: list[str] = table("captured_data")["callbacks"]["opaque"]
    if any(called == name or called.startswith(name + ".") for name in opaque):
        raise FixUnavailable(f"{called} looks into {node.id}")
    _check_position(ctx, node)
    return None


def _readable(ctx: Context, call: ast.Call) -> ast.Call:
    _check_position(ctx, call)
    return call


def _check_position(ctx: Context, node: ast.expr) -> None:
    if not is_position_known(ctx, node):
        raise FixUnavailable("the place inside an f-string is not known")


def is_position_known(ctx: Context, node: ast.expr) -> bool:
    """Whether an expression may be edited: before Python 3.12 places inside an f-string may be wrong."""
    if not any(isinstance(parent, ast.JoinedStr) for parent in ctx.ancestors(node)):
        return True
    try:
        written = ast.parse(ctx.source(node), mode="eval").body
    except (SyntaxError, ValueError, IndexError):
        return False
    return ast.dump(written) == ast.dump(node)
