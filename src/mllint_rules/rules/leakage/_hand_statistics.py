"""Statistics computed by hand that move below the split: taken from the training part, applied to both parts.

Offered only where one column is assigned by arithmetic, `fillna` or `clip` with statistics of the same frame.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from mllint_rules.kit import (
    Context,
    FixPlan,
    FixUnavailable,
    delete,
    insert_after,
    position,
    unsafe_fix,
)
from mllint_rules.rules.leakage._frames import column_of
from mllint_rules.rules.leakage._moves import are_neighbours, split_of

_STATISTICS = frozenset({"mean", "median", "mode", "std", "var", "min", "max", "sum", "quantile"})
_ROW_WISE = frozenset({"fillna", "clip"})


@dataclass(frozen=True, slots=True)
class _Assignment:
    """`frame[column] = value`: the statistics in it, and the columns of the frame that it reads or writes."""

    statement: ast.Assign
    frame: ast.Name
    statistics: tuple[ast.expr, ...]
    columns: frozenset[str]


def statistics_of_training_part(node: ast.AST, ctx: Context) -> FixPlan:
    """The split above the assignment that a statistic is part of. Raises `FixUnavailable` where more is involved."""
    made = _assignment(node, ctx)
    use = _use_in_split(made, ctx)
    split, parts, index = split_of(use, ctx)
    if not are_neighbours(made.statement, ctx.statement(split), ctx):
        raise FixUnavailable("the split does not follow in the same block")
    train, test = parts[2 * index], parts[2 * index + 1]
    named: dict[str, str] = {}  # what is computed from the training part -> its name
    for statistic in made.statistics:
        text = _with_names(statistic, made.frame.id, train, {}, ctx)
        if text not in named:
            named[text] = _unused(_method(statistic), set(named.values()), ctx)
    lines = [f"{name} = {text}" for text, name in named.items()]
    known = {each: named[_with_names(each, made.frame.id, train, {}, ctx)] for each in made.statistics}
    lines += [_with_names(made.statement, made.frame.id, part, known, ctx) for part in (train, test)]
    return unsafe_fix(
        "Split first, take the statistic from the training part",
        delete(made.statement),
        insert_after(ctx.statement(split), "".join(f"{line}\n" for line in lines)),
    )


def _assignment(node: ast.AST, ctx: Context) -> _Assignment:
    statement = ctx.statement(node)
    target = column_of(statement.targets[0], ctx) if isinstance(statement, ast.Assign) else None
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1 or target is None:
        raise FixUnavailable("the statistic does not go into one column of a frame")
    if (
        "\n" in ctx.source(statement)
        or ctx.loops_around(statement)
        or not ctx.is_a(target[0], "pandas.DataFrame")
    ):
        raise FixUnavailable("the assignment is not a plain one of a pandas frame")
    statistics: list[ast.expr] = []
    columns = {target[1]}
    _read(statement.value, target[0].id, statistics, columns, ctx)
    if not statistics:
        raise FixUnavailable("the statistic is not written in the assignment")
    return _Assignment(statement, target[0], tuple(statistics), frozenset(columns))


def _read(node: ast.expr, frame: str, statistics: list[ast.expr], columns: set[str], ctx: Context) -> None:
    """Collect the statistics and columns of an expression. Raises `FixUnavailable` for anything else in it."""
    column = column_of(node, ctx)
    if column is not None and column[0].id == frame:
        columns.add(column[1])
    elif (of := _statistic_of(node, ctx)) is not None and of[0].id == frame:
        statistics.append(node)
        columns.add(of[1])
    elif isinstance(node, ast.BinOp):
        _read(node.left, frame, statistics, columns, ctx)
        _read(node.right, frame, statistics, columns, ctx)
    elif isinstance(node, ast.UnaryOp):
        _read(node.operand, frame, statistics, columns, ctx)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _ROW_WISE:
        for part in (node.func.value, *node.args, *(keyword.value for keyword in node.keywords)):
            _read(part, frame, statistics, columns, ctx)
    elif not isinstance(node, ast.Constant):
        raise FixUnavailable("more than columns and statistics of one frame goes into the value")


def _statistic_of(node: ast.expr, ctx: Context) -> tuple[ast.Name, str] | None:
    """The frame and the column of `frame["name"].median()`, `.mode()[0]` and the like."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and node.slice.value == 0:
        node = node.value
        if isinstance(node, ast.Attribute) and node.attr == "iloc":
            node = node.value
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return None
    given = (*node.args, *(keyword.value for keyword in node.keywords))
    is_plain = node.func.attr in _STATISTICS and all(isinstance(each, ast.Constant) for each in given)
    return column_of(node.func.value, ctx) if is_plain else None


def _kind(statistic: ast.expr) -> str:
    """The method that computes it."""
    return next(
        each.func.attr
        for each in ast.walk(statistic)
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute)
    )


def _use_in_split(made: _Assignment, ctx: Context) -> ast.expr:
    """The frame, or what is chosen from it, as an argument of a split that alone sees the new values of the column."""
    used = _only_use(made, ctx)
    columns = _choice(used, made, ctx)
    assign = ctx.parent(columns)
    if not isinstance(assign, ast.Assign):
        return columns
    binding = ctx.model.binding_at(assign.targets[0]) if len(assign.targets) == 1 else None
    uses = ctx.uses(binding) if binding is not None else []
    if (
        len(uses) != 1
        or len(ctx.definitions(uses[0])) != 1
        or not are_neighbours(made.statement, assign, ctx)
    ):
        raise FixUnavailable("the chosen columns are used in more than one place")
    return uses[0]


def _choice(frame: ast.Name, made: _Assignment, ctx: Context) -> ast.expr:
    """`frame[[…]]` or `frame.drop(columns=…)` with all columns of the assignment still in it; else the frame."""
    around = ctx.parent(frame)
    if isinstance(around, ast.Subscript):
        chosen = ctx.value_of(around.slice)
        if isinstance(chosen, list) and made.columns <= {each for each in chosen if isinstance(each, str)}:
            return around
        raise FixUnavailable("it is not known which columns are chosen")
    drop = ctx.parent(around) if isinstance(around, ast.Attribute) and around.attr == "drop" else None
    if not isinstance(drop, ast.Call):
        return frame
    call = ctx.call(drop)
    names = call.argument("columns")
    if names is None and ctx.value_of(call.argument("axis")) in (1, "columns"):
        names = call.argument("labels") or call.positional(0)
    value = ctx.value_of(names)
    dropped = [value] if isinstance(value, str) else value
    if call.keyword("inplace") or not isinstance(dropped, list) or not made.columns.isdisjoint(dropped):
        raise FixUnavailable("it is not known which columns are dropped")
    return drop


def _only_use(made: _Assignment, ctx: Context) -> ast.Name:
    """The one use of the frame behind the assignment, but for other columns."""
    found: ast.Name | None = None
    function = ctx.function_of(made.frame)
    for name in ctx.model.index.names.get(made.frame.id, ()):
        around = ctx.parent(name)
        is_elsewhere = function is not None and function not in ctx.ancestors(name)
        if is_elsewhere or ctx.statement(name) is made.statement or _is_other_column(name, made, ctx):
            continue
        if ctx.function_of(name) is function and position(name) < position(made.statement):
            if isinstance(name.ctx, ast.Load) and isinstance(around, ast.Assign):
                raise FixUnavailable("the frame has another name as well")
        elif found is not None or not isinstance(name.ctx, ast.Load):
            raise FixUnavailable("the frame is used in more than one place")
        else:
            found = name
    if found is None:
        raise FixUnavailable("the frame is not used")
    return found


def _is_other_column(name: ast.Name, made: _Assignment, ctx: Context) -> bool:
    """Whether only a column is used here that the assignment has nothing to do with."""
    around = ctx.parent(name)
    column = column_of(around, ctx) if isinstance(around, ast.Subscript) and around.value is name else None
    return column is not None and column[1] not in made.columns


def _with_names(node: ast.AST, frame: str, part: str, known: dict[ast.expr, str], ctx: Context) -> str:
    """The text of a node for a part instead of the frame, with the names of statistics that have one."""
    edits = {}
    inside = {each for statistic in known for each in ctx.walk(statistic)}
    for each in ctx.walk(node):
        if isinstance(each, ast.expr) and each in known:
            edits[ctx.model.span(each)] = known[each]
        elif isinstance(each, ast.Name) and each.id == frame and each not in inside:
            edits[ctx.model.span(each)] = part
    text, start = ctx.source(node), ctx.model.span(node).start
    for span, new in sorted(edits.items(), key=lambda edit: edit[0].start, reverse=True):
        text = text[: span.start - start] + new + text[span.end - start :]
    return text


def _method(statistic: ast.expr) -> str:
    """The name of the method that computes a statistic."""
    call = statistic
    while not isinstance(call, ast.Call):
        assert isinstance(call, (ast.Subscript, ast.Attribute))
        call = call.value
    assert isinstance(call.func, ast.Attribute)
    return call.func.attr


def _unused(name: str, taken: set[str], ctx: Context) -> str:
    fresh = ctx.fresh_name(name)
    while fresh in taken:
        fresh = f"other_{fresh}"
    return fresh
