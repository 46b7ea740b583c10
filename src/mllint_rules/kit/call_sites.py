"""Where a function of the module is called, and whether its signature may be changed.

A repair that gives a function another parameter has to know every use of it. These questions refuse with
`FixUnavailable` wherever a use may exist that they cannot see or that could not pass the argument.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mllint_rules.fixing.plan import FixUnavailable
from mllint_rules.knowledge.tables import table
from mllint_rules.semantic.index import position
from mllint_rules.semantic.scopes import FunctionNode, ScopeKind
from mllint_rules.semantic.surroundings import Frame

if TYPE_CHECKING:
    from mllint_rules.kit.context import Context

_DYNAMIC = ("eval", "exec", "globals", "locals", "vars", "__import__")
_PARTIALS = frozenset({"functools.partial"})


@dataclass(frozen=True, slots=True)
class CallSite:
    """One use of a function: a call, or with `call` None a reference that hands it on as a callback.

    `call` is the call that takes a further argument: that of the function, or the `functools.partial` of it.
    `frame` is the outermost function around the use; None at module level. `is_deferred` says that it stands in a
    lambda at module level, which runs at some later time.
    """

    function: FunctionNode
    reference: ast.Name
    call: ast.Call | None
    frame: FunctionNode | None
    is_deferred: bool = False

    @property
    def is_direct(self) -> bool:
        """Whether the function is called right here, not by somebody else later."""
        return self.call is not None and self.call.func is self.reference


def call_sites(ctx: Context, function: FunctionNode) -> tuple[CallSite, ...]:
    """Every use of a function, in source order; see `Context.call_sites`."""
    _refuse_dynamic_code(ctx)
    if ctx.is_reached_from_elsewhere(function.name) or _is_mentioned_in_text(ctx, function.name):
        raise FixUnavailable(f"{function.name} may be called from elsewhere")
    return visible_sites(ctx, function)


def visible_sites(ctx: Context, function: FunctionNode) -> tuple[CallSite, ...]:
    """The uses of a module-level function that the document shows, in source order.

    Raises `FixUnavailable` for methods, nested and redefined functions, and where a use cannot pass an argument on.
    """
    scope = ctx.model.names.scopes.scope_for(function).parent
    if scope is None or scope.kind is not ScopeKind.MODULE or len(scope.bindings[function.name]) != 1:
        raise FixUnavailable(f"{function.name} is no plain function of the module")
    uses = [node for node in ctx.model.index.names.get(function.name, ()) if ctx.is_module_name(node)]
    return tuple(_site(ctx, function, node) for node in sorted(uses, key=position))


def plain_function(ctx: Context, function: Frame) -> FunctionNode:
    """The function itself, when a keyword-only parameter more would not disturb what lies between it and its callers.

    Raises `FixUnavailable` for lambdas, functions with `*args` or `**kwargs` (they mostly hand on what they get), and
    decorators that may decide about arguments.
    """
    if isinstance(function, ast.Lambda):
        raise FixUnavailable("a lambda gets no further parameter")
    transparent = table("call_sites")["decorators"]["transparent"]
    if any(_decorator_name(ctx, decorator) not in transparent for decorator in function.decorator_list):
        raise FixUnavailable(f"a decorator decides how {function.name} is called")
    if function.args.vararg is not None or function.args.kwarg is not None:
        raise FixUnavailable(f"{function.name} takes *args or **kwargs")
    return function


def takes_only_keywords(function: FunctionNode) -> bool:
    """Whether a further parameter without a default has to be keyword-only."""
    arguments = function.args
    return bool(arguments.defaults or arguments.kwonlyargs or arguments.vararg)


def _decorator_name(ctx: Context, decorator: ast.expr) -> str | None:
    return ctx.qualified_name(decorator.func if isinstance(decorator, ast.Call) else decorator)


# Uses that nobody sees


def _refuse_dynamic_code(ctx: Context) -> None:
    if ctx.runs_code_by_name:
        raise FixUnavailable("code is looked up or run by name")


def runs_dynamic_code(ctx: Context) -> bool:
    """Whether the document runs text as code, or looks its own names up in a mapping."""
    for name in _DYNAMIC:
        for node in ctx.model.index.calls.get(name, ()):
            # `vars(args)` is a mapping of that object alone.
            if ctx.called(node) == f"builtins.{name}" and not (name == "vars" and node.args):
                return True
    # `sys.modules[__name__]` is this module as an object.
    return any(
        isinstance(ctx.parent(node), ast.Subscript) for node in ctx.model.index.names.get("__name__", ())
    )


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
        return isinstance(ctx.parent(node), (ast.Call, ast.keyword, ast.List, ast.Tuple, ast.Set))
    return (
        re.fullmatch(rf"[\w.:]*[.:]{re.escape(name)}|(?:[\w.]+\.)?{re.escape(name)}\(.*", text, re.DOTALL)
        is not None
    )


# Uses


def _site(ctx: Context, function: FunctionNode, node: ast.Name) -> CallSite:
    frame = ctx.outermost_function(node)
    is_deferred = isinstance(frame, ast.Lambda)
    if isinstance(frame, ast.Lambda):
        if lambda_name(ctx, frame) is not None:
            raise FixUnavailable("a lambda with a name calls the function")
        frame = None
    return CallSite(function, node, _call_at(ctx, node), frame, is_deferred)


def lambda_name(ctx: Context, node: ast.Lambda) -> str | None:
    """The name that a lambda is bound to by an assignment."""
    parent = ctx.parent(node)
    if isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Name):
        return parent.targets[0].id
    return None


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
    opaque: list[str] = table("call_sites")["callbacks"]["opaque"]
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
