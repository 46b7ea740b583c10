"""The repair of a line that shows a frame: a record that says what it looks like."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from mllint_rules.kit import Context, FixPlan, FixUnavailable, unsafe_fix
from mllint_rules.rules.observability._expressions import is_repeatable
from mllint_rules.rules.observability._frames import Shown, shown_object
from mllint_rules.rules.observability._lines import with_names
from mllint_rules.rules.observability._logger import logger_for
from mllint_rules.rules.observability._names import is_filler, words
from mllint_rules.rules.observability._printing import Line, holds_comment, replacement
from mllint_rules.rules.observability._records import Part, Text, Value
from mllint_rules.rules.observability._styles import event_call


def frame_repair(line: Line, parts: Sequence[Part], ctx: Context) -> FixPlan:
    node = line.call.node
    if not isinstance(ctx.parent(node), ast.Expr) or holds_comment(node, ctx):
        raise FixUnavailable("the line is no statement of its own")
    named = with_names(parts, ())
    shown = {part.name: shown_object(part.node, ctx) for part in named if isinstance(part, Value)}
    objects = [each for each in shown.values() if each is not None]
    fields: list[tuple[str, str]] = []
    for part in named:
        if isinstance(part, Value):
            fields += _fields(part, shown[part.name], prefixed=len({each.name for each in objects}) > 1)
    if not fields or not all(each.fields for each in objects):
        raise FixUnavailable("nothing cheap says what the frame holds")
    event = _event(named) or objects[0].event
    logger = logger_for(ctx, node)
    made = event_call(logger.name, "debug", event, list(dict.fromkeys(fields)), logger.style)
    return unsafe_fix(
        "Log what the data looks like", *logger.verbs, *replacement(node, made, logger.style, ctx)
    )


def _event(parts: Sequence[Part]) -> str:
    """The words of a line, without the preposition before a value that is gone."""
    text = " ".join(" ".join(part.text for part in parts if isinstance(part, Text)).split()).strip(" :=,")
    while text and is_filler(text.rpartition(" ")[2]):
        text = text.rpartition(" ")[0].strip(" :=,")
    return text if words(text) else ""


def _fields(part: Value, shown: Shown | None, *, prefixed: bool) -> list[tuple[str, str]]:
    if shown is None:
        return [(part.name, part.expression)] if is_repeatable(part.node) or part.shown is None else []
    if not prefixed:
        return list(shown.fields)
    return [(f"{shown.name}_{name}" if name != shown.name else name, text) for name, text in shown.fields]
