"""Draws whose value is used up at once: names of files that are written, pauses that are logged, ids, colours."""

from __future__ import annotations

import ast

from mllint_rules.kit import Context, table
from mllint_rules.rules.reproducibility._shared import name_words

_UNREPEATED: dict[str, list[str]] = table("randomness")["unrepeated"]
PAUSES = frozenset(_UNREPEATED["pauses"])
MADE = frozenset(_UNREPEATED["made"])
SHOWN = frozenset(_UNREPEATED["shown"])
_MAKING = frozenset({"create", "gen", "generate", "generator", "get", "make", "new", "random"})
_TEXTS = (ast.BinOp, ast.JoinedStr, ast.FormattedValue)


def is_throwaway(ctx: Context, draw: ast.Call) -> bool:
    """Whether nothing that is computed depends on what a call draws."""
    if _makes_identifier(ctx, draw) or _reorders_colours(draw) or _spells(ctx, draw):
        return True
    statement = ctx.statement(draw)
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return False
    binding = (
        ctx.model.binding_at(statement.targets[0]) if isinstance(statement.targets[0], ast.Name) else None
    )
    uses = ctx.uses(binding) if binding is not None else []
    if any(_argument_of(ctx, use, PAUSES) for use in uses):
        return all(_argument_of(ctx, use, PAUSES) or _is_logged(ctx, use) for use in uses)
    return _is_part_of_text(ctx, draw, statement) and any(_is_written_file(ctx, use) for use in uses)


def _makes_identifier(ctx: Context, draw: ast.Call) -> bool:
    """Whether the function around is `id_generator`, `make_id` and the like, and returns text."""
    function = ctx.function_of(draw)
    words = name_words(function.name) if function is not None else frozenset()
    return "id" in words and len(words) <= 3 and not words.isdisjoint(_MAKING)


def _spells(ctx: Context, draw: ast.Call) -> bool:
    """Whether letters and digits are drawn, which make names: `choice(string.ascii_letters + string.digits)`."""
    return any(
        isinstance(node, (ast.Attribute, ast.Name)) and (ctx.qualified_name(node) or "").startswith("string.")
        for argument in draw.args[:1]
        for node in ast.walk(argument)
    )


def _reorders_colours(draw: ast.Call) -> bool:
    """`shuffle(self._colors)`."""
    if not isinstance(draw.func, ast.Attribute) or draw.func.attr != "shuffle" or not draw.args:
        return False
    shuffled = draw.args[0]
    name = shuffled.attr if isinstance(shuffled, ast.Attribute) else getattr(shuffled, "id", "")
    return not SHOWN.isdisjoint(name_words(name))


def _is_part_of_text(ctx: Context, draw: ast.Call, statement: ast.Assign) -> bool:
    """Whether the value becomes a part of a text: `"report_" + str(draw)`, `f"report_{draw}"`."""
    for around in ctx.ancestors(draw):
        if around is statement:
            return False
        if isinstance(around, _TEXTS) and ctx.is_a(around, "builtins.str"):
            return True
    return False


def _is_written_file(ctx: Context, use: ast.Name) -> bool:
    """`open(name, "w")`, `os.makedirs(name)`."""
    if _argument_of(ctx, use, MADE):
        return True
    call = ctx.parent(use)
    if not isinstance(call, ast.Call) or ctx.called(call) != "builtins.open" or call.args[:1] != [use]:
        return False
    mode = ctx.value_of(ctx.call(call).argument("mode"))
    return isinstance(mode, str) and not set(mode).isdisjoint("wax")


def _argument_of(ctx: Context, use: ast.Name, apis: frozenset[str]) -> bool:
    call = ctx.parent(use)
    return isinstance(call, ast.Call) and use in call.args and ctx.called(call) in apis


def _is_logged(ctx: Context, use: ast.Name) -> bool:
    """Whether the value stands in a line that is printed or logged, and nowhere else."""
    statement = ctx.statement(use)
    return isinstance(statement, ast.Expr) and ctx.shows(statement.value)
