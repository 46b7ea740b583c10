"""Repairs that put a file listing into an order."""

from __future__ import annotations

import ast
from collections.abc import Callable

from mllint_rules.kit import (
    Call,
    Context,
    FixPlan,
    FixUnavailable,
    insert_before,
    replace,
    unsafe_fix,
    wrap,
)


def sort(call: Call, ctx: Context) -> Callable[[], FixPlan | None]:
    def plan() -> FixPlan | None:
        parent = ctx.parent(call.node)
        if call.name == "os.scandir":
            verb = wrap(call.node, "sorted(", ", key=lambda entry: entry.name)")
        elif (
            isinstance(parent, ast.Call)
            and ctx.called(parent) == "builtins.list"
            and parent.args == [call.node]
        ):
            verb = None
        else:
            verb = wrap(call.node, "sorted(", ")")
        if verb is not None:
            return unsafe_fix("Sort the listing", verb)
        assert isinstance(parent, ast.Call)
        return unsafe_fix("Sort the listing", replace(parent.func, "sorted"))

    return plan


def _loop_targets(call: Call, ctx: Context) -> tuple[ast.For, list[ast.expr]] | None:
    """The loop over a walk with its three targets."""
    loop = ctx.parent(call.node)
    if not isinstance(loop, ast.For) or loop.iter is not call.node or not isinstance(loop.target, ast.Tuple):
        return None
    return (loop, loop.target.elts) if len(loop.target.elts) == 3 else None


def sorts_folders(call: Call, ctx: Context) -> bool:
    """Whether the loop over a walk puts the folders into an order."""
    found = _loop_targets(call, ctx)
    if found is None:
        return False
    loop, (_, folders, _) = found
    sorting = (f"{ast.unparse(folders)}.sort(", f"{ast.unparse(folders)}[:] = sorted(")
    return any(ast.unparse(statement).startswith(sorting) for statement in loop.body)


def sort_walk(call: Call, ctx: Context) -> Callable[[], FixPlan | None]:
    def plan() -> FixPlan | None:
        found = _loop_targets(call, ctx)
        if found is None:
            return unsafe_fix("Sort the listing", wrap(call.node, "sorted(", ")"))
        if call.argument("topdown") is not None:
            raise FixUnavailable("the folders may be walked from below")
        loop, targets = found
        names, verbs = [], []
        for target, name in zip(targets[1:], ("dirs", "files"), strict=True):
            if not isinstance(target, ast.Name):
                raise FixUnavailable("the walk is unpacked in an unusual way")
            is_ignored = target.id.startswith("_")
            if not is_ignored:
                names.append(target.id)
            elif name == "dirs":
                names.append(ctx.fresh_name(name))
                verbs.append(replace(target, names[-1]))
        lines = "\n".join(f"{name}.sort()" for name in names)
        return unsafe_fix("Sort folders and files", *verbs, insert_before(loop.body[0], lines))

    return plan
