"""Samples that fail are skipped, and nobody learns how many.

## Why is this bad?

`except Exception: continue` in the loop that reads the files turns every mistake into a smaller data set: a renamed
column, a full disk, a library that changed its mind. The training goes on with half of the data, or with none of one
class, and the score is blamed on the model. The same in a loop over trials hides that most settings cannot be trained.

## When to ignore it

The handler logs, counts, collects the failures or raises again; a particular exception has a stated default; the loop
tries several ways of reading the same thing.

## Fix safety

Nothing is caught that was not caught before, and nothing less. A counter and log records are added: a warning with the
traceback for each sample, and one with their number behind the loop.

## References

- The documentation of `logging` on `exc_info`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    FixUnavailable,
    Practice,
    insert_after,
    insert_before,
    nodes,
    replace,
    rule,
    unsafe_fix,
)
from mllint_rules.rules.observability._indentation import step_of
from mllint_rules.rules.observability._logger import Logger, logger_for
from mllint_rules.rules.observability._samples import has_default, is_broad, is_over_samples, sample_call
from mllint_rules.rules.observability._styles import LogCall, event_call

# What may say which sample it was, without being one.
_TELLING = frozenset(
    {
        "path",
        "file",
        "filename",
        "name",
        "id",
        "key",
        "index",
        "idx",
        "i",
        "line",
        "row",
        "number",
        "fold",
        "seed",
    }
)


@rule(
    code="MLO111",
    name="silently-dropped-samples",
    category=Category.OBSERVABILITY,
    practice=Practice.OBSERVABILITY_DATA,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=nodes(ast.ExceptHandler, ast.With),
    in_tests=False,
    see=("ruff:S112", "ruff:BLE001", "codeguru:swallow-exceptions"),
    examples=(
        Example(
            bad="""
                import json


                def load(paths):
                    samples = []
                    for path in paths:
                        try:
                            with open(path) as file:
                                samples.append(json.load(file))
                        except Exception:
                            continue
                    return samples
                """,
            good="""
                import json
                import logging

                logger = logging.getLogger(__name__)


                def load(paths):
                    samples = []
                    failed = 0
                    for path in paths:
                        try:
                            with open(path) as file:
                                samples.append(json.load(file))
                        except Exception:
                            failed += 1
                            logger.warning("sample skipped", exc_info=True, extra={"path": path})
                            continue
                    if failed:
                        logger.warning("samples skipped", extra={"failed": failed})
                    return samples
                """,
            fixed=True,
        ),
    ),
)
def check(node: ast.ExceptHandler | ast.With, ctx: Context) -> Iterator[Finding]:
    if isinstance(node, ast.With):
        yield from _check_suppress(node, ctx)
        return
    attempt = ctx.parent(node)
    if not _is_silent(node) or not is_broad(node.type, ctx) or not isinstance(attempt, ast.Try):
        return
    done = _dropped(attempt.body, attempt, ctx)
    if done is not None and not attempt.finalbody and not attempt.orelse:
        yield Finding(
            node,
            f"a sample that cannot be {done} vanishes here, and nobody learns how many did",
            fix=partial(_repair, node, attempt, ctx),
        )


def _check_suppress(node: ast.With, ctx: Context) -> Iterator[Finding]:
    call = node.items[0].context_expr
    if len(node.items) != 1 or not isinstance(call, ast.Call) or ctx.called(call) != "contextlib.suppress":
        return
    if not any(is_broad(argument, ctx) for argument in call.args):
        return
    done = _dropped(node.body, node, ctx)
    if done is not None:
        yield Finding(call, f"a sample that cannot be {done} vanishes here, and nobody learns how many did")


def _is_silent(handler: ast.ExceptHandler) -> bool:
    """Whether a handler only passes or goes on."""
    return all(
        isinstance(each, (ast.Pass, ast.Continue))
        or (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))
        for each in handler.body
    )


def _dropped(body: list[ast.stmt], statement: ast.stmt, ctx: Context) -> str | None:
    """What was to be done with the sample that a round of the loop drops when a block fails; None without one."""
    loops = ctx.loops_around(statement)
    if not loops or not is_over_samples(loops[0]):
        return None
    # A loop that is left when something is found tries one thing after the other.
    if any(isinstance(inner, (ast.Return, ast.Break)) for inner in ctx.walk(loops[0])):
        return None
    if has_default(body, loops[0], ctx):
        return None
    return sample_call(body, ctx)


def _repair(handler: ast.ExceptHandler, attempt: ast.Try, ctx: Context) -> FixPlan:
    loops = ctx.loops_around(attempt)
    loop = loops[0]
    first = handler.body[0]
    if first.lineno == handler.lineno or len(loops) > 2:
        raise FixUnavailable("the handler has no lines of its own, or stands too deep")
    logger = logger_for(ctx, handler)
    # Another loop around it may get a counter of its own in the same round of fixes.
    counter = ctx.fresh_name("failed" if len(loops) == 1 else "skipped")
    each = _with_traceback(
        event_call(logger.name, "warning", "sample skipped", _telling(loop), logger.style), logger
    )
    total = event_call(logger.name, "warning", "samples skipped", [("failed", counter)], logger.style)
    indent = ctx.document.lines.line_text(first.lineno)[: first.col_offset]
    lines = [f"{counter} += 1", *each.text(len(indent), indent).split("\n")]
    if isinstance(first, ast.Pass) and len(handler.body) == 1:
        changed = replace(first, f"\n{indent}".join(lines))
    else:
        changed = insert_before(first, "\n".join(line.removeprefix(indent) for line in lines))  # type: ignore[assignment]
    step = step_of(indent)
    return unsafe_fix(
        "Count and log what is skipped",
        *logger.verbs,
        insert_before(loop, f"{counter} = 0"),
        changed,
        insert_after(loop, f"if {counter}:\n{step}{total.text(0, None)}"),
    )


def _with_traceback(call: LogCall, logger: Logger) -> LogCall:
    if logger.style == "loguru":  # it takes further keywords for fields
        return LogCall(f"{logger.name}.opt(exception=True).warning", call.arguments, call.extra)
    return LogCall(call.function, (call.arguments[0], "exc_info=True", *call.arguments[1:]), call.extra)


def _telling(loop: ast.For | ast.AsyncFor | ast.While) -> list[tuple[str, str]]:
    """The variables of a loop that say which sample it was."""
    target = getattr(loop, "target", None)
    names = [node.id for node in ast.walk(target) if isinstance(node, ast.Name)] if target is not None else []
    return [(name, name) for name in names if name.lower().split("_")[-1] in _TELLING - {"row", "line"}]
