"""A function that rebinds a global passes its result on behind the caller's back.

## Why is this bad?

`global model` lets a function put a new value where everybody looks. Two calls can no longer be compared, run in
parallel or repeated: the second starts from what the first has left. A best score kept in a global survives into the
next experiment of the same notebook, and worker processes each change a copy of their own that nobody collects. A
`global` statement without an assignment does nothing at all and makes readers search for one.

Reported are globals that hold data, models, settings, or the counters and metrics of a loop, and statements that
have no effect or name something that the module never defines.

## When to ignore it

The global is made once and only looked up afterwards (`if cache is None:` is recognised), or a signal handler or
the initializer of a worker pool has no other way to pass a value.

## Fix safety

Deleting a `global` statement without an assignment changes nothing. Otherwise, when one function writes the name and
is only called at module level, the value becomes its parameter (if it is read first) and its result, and the calls
assign it; several values come back as a named tuple. A call that raises leaves the old value now.
"""

import ast
from collections.abc import Iterator, Sequence
from functools import partial

from mllint_rules.kit import (
    BindingKind,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    Instance,
    SemanticModel,
    Verb,
    alternatives,
    delete,
    module,
    replace_span,
    rule,
    safe_fix,
    table,
)
from mllint_rules.rules.structure._data_kinds import data_kind, is_configuration_name, variable_type
from mllint_rules.rules.structure._global_statements import GlobalName, global_names, module_level
from mllint_rules.rules.structure._global_uses import is_cache, is_called_by_framework, is_closed_over
from mllint_rules.rules.structure._rebinding_repair import plan_rebinding


@rule(
    code="MLG103",
    name="rebound-global-data",
    category=Category.DESIGN,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=module(holding=(ast.Global,)),
    in_tests=False,
    see=("ruff:PLW0603", "ruff:PLW0602", "creedengo:GCI4"),
    examples=(
        Example(
            bad="""
                history = []


                def remember(loss):
                    global history
                    history.append(loss)
                """,
            good="""
                history = []


                def remember(loss):
                    history.append(loss)
                """,
            fixed=True,
            safe=True,
        ),
        Example(
            bad="""
                best_loss = 1.0


                def keep_best(losses):
                    global best_loss
                    for loss in losses:
                        best_loss = min(best_loss, loss)


                keep_best([0.4, 0.6])
                print(best_loss)
                """,
            good="""
                best_loss = 1.0


                def keep_best(losses, best_loss):
                    for loss in losses:
                        best_loss = min(best_loss, loss)
                    return best_loss


                best_loss = keep_best([0.4, 0.6], best_loss=best_loss)
                print(best_loss)
                """,
            fixed=True,
        ),
    ),
)
def check(model: SemanticModel, ctx: Context) -> Iterator[Finding]:
    found = list(global_names(ctx))
    for each in found:
        if not each.is_written:
            if is_closed_over(ctx, each):
                continue
            idle = [other for other in found if other.statement is each.statement and not other.is_written]
            yield Finding(
                each.span,
                f"`global {each.name}` has no effect, because `{each.function.name}` never assigns the name",
                fix=partial(_without_names, ctx, idle),
            )
            continue
        held = _held(ctx, each, found)
        if held is None or is_cache(ctx, each) or is_called_by_framework(ctx, each.function):
            continue
        together = [other for other in found if other.function is each.function]
        yield Finding(
            each.span,
            f"`{each.function.name}` rebinds {held}, so its result reaches others behind the caller's back",
            fix=partial(plan_rebinding, ctx, together),
        )


def _held(ctx: Context, each: GlobalName, found: Sequence[GlobalName]) -> str | None:
    """What the global holds, as part of a sentence; None when that is nothing this rule is about."""
    if any(binding.kind in _DEFINITIONS for binding in each.bindings):
        return None
    if not module_level(ctx, each.bindings):
        return _undefined(ctx, each, found)
    for binding in each.bindings:
        kind = data_kind(ctx, each.name, (binding,))
        if kind is not None:
            return f"the {kind} `{each.name}` of the module"
    if is_configuration_name(each.name):
        return f"the configuration `{each.name}` of the module"
    words: list[str] = table("rebound_names")["numbers"]["words"]
    if _is_number(ctx, each) and not {*each.name.lower().split("_")}.isdisjoint(words):
        return f"the number `{each.name}` of the module"
    return None


def _undefined(ctx: Context, each: GlobalName, found: Sequence[GlobalName]) -> str | None:
    """The names of a statement that the module never defines, told once for all of them."""
    together = [
        other.name
        for other in found
        if other.statement is each.statement and other.is_written and not module_level(ctx, other.bindings)
    ]
    if each.name != together[0]:
        return None
    if len(together) == 1:
        return f"the global `{each.name}`, which the module itself never defines"
    more = f" and {len(together) - 1} more"
    return f"the global `{each.name}`{more}, which the module itself never defines"


_DEFINITIONS = frozenset(
    {BindingKind.IMPORT, BindingKind.IMPORT_FROM, BindingKind.FUNCTION, BindingKind.CLASS, BindingKind.DELETE}
)
_NUMBERS = frozenset({"builtins.int", "builtins.float"})


def _is_number(ctx: Context, each: GlobalName) -> bool:
    start = variable_type(ctx, tuple(module_level(ctx, each.bindings)))
    return all(isinstance(member, Instance) and member.name in _NUMBERS for member in alternatives(start))


def _without_names(ctx: Context, idle: Sequence[GlobalName]) -> FixPlan:
    """The statement without the names that are never assigned; nothing of it when none is left."""
    statement = idle[0].statement
    kept = [name for name in statement.names if name not in {each.name for each in idle}]
    verb: Verb = delete(statement)
    if kept:
        verb = replace_span(ctx.model.span(statement), f"global {', '.join(kept)}")
    listed = ", ".join(f"`{each.name}`" for each in idle)
    return safe_fix(f"Delete {listed} from the `global` statement", verb)
