"""Splits by rows turned into splits by whole entities."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from mllint_rules.kit import (
    Context,
    FixPlan,
    FixUnavailable,
    Group,
    add_keyword,
    insert_before,
    position,
    replace,
    unsafe_fix,
)
from mllint_rules.rules.leakage._frames import column_of
from mllint_rules.rules.leakage._moves import is_changed
from mllint_rules.rules.leakage._splitting import Cut, serves_only

_KEPT = ("test_size", "train_size", "random_state")
_TITLE = "Keep the rows of each `{}` together"


def by_groups(cut: Cut, group: Group, key: str, ctx: Context) -> FixPlan:
    """The split with whole entities on either side. Raises `FixUnavailable` where their column cannot be written."""
    if cut.api.endswith("train_test_split"):
        return _drawn(cut, group, key, ctx)
    if cut.api == "KFold":
        return _folded(cut, group, key, ctx)
    raise FixUnavailable("there is no such splitter for groups")


def _drawn(cut: Cut, group: Group, key: str, ctx: Context) -> FixPlan:
    """`GroupShuffleSplit` for one `train_test_split`, and the parts taken by the rows it gives."""
    split = cut.how
    assign = ctx.parent(split)
    targets = assign.targets[0] if isinstance(assign, ast.Assign) and len(assign.targets) == 1 else None
    if not isinstance(assign, ast.Assign) or not isinstance(targets, ast.Tuple) or ctx.call(split).unpacks:
        raise FixUnavailable("the parts of the split have no names of their own")
    names = [element.id for element in targets.elts if isinstance(element, ast.Name)]
    if not split.args or len(names) != 2 * len(split.args) or "\n" in ctx.source(assign):
        raise FixUnavailable("the parts of the split have no names of their own")
    column = _entities(split.args[0], cut, group, key, ctx)
    splitter = ctx.reach("sklearn.model_selection", "GroupShuffleSplit")
    name, train, test = (ctx.fresh_name(each) for each in ("splitter", "train_rows", "test_rows"))
    lines = [
        f"{name} = {splitter.text}({', '.join(['n_splits=1', *_sizes(split, ctx)])})",
        f"{train}, {test} = next({name}.split({ctx.source(split.args[0])}, groups={column}))",
    ]
    for place, array in enumerate(split.args):
        rows = _rows_of(array, ctx)
        first, second = names[2 * place], names[2 * place + 1]
        lines.append(f"{first}, {second} = {rows}[{train}], {rows}[{test}]")
    above = "".join(f"{line}\n" for line in lines[:-1])
    return unsafe_fix(
        _TITLE.format(key), *splitter.verbs, insert_before(assign, above), replace(assign, lines[-1])
    )


def _sizes(split: ast.Call, ctx: Context) -> Iterator[str]:
    """The arguments that both ways of splitting have; the share of test rows, as the defaults are not the same."""
    given = {keyword.arg for keyword in split.keywords}
    if not given <= set(_KEPT):
        raise FixUnavailable("the split has options that one by groups does not have")
    if given.isdisjoint(_KEPT[:2]):
        yield "test_size=0.25"
    for keyword in split.keywords:
        yield ctx.source(keyword)


def _rows_of(array: ast.expr, ctx: Context) -> str:
    """How rows are taken from an array by their positions."""
    if ctx.is_a(array, "pandas.DataFrame", "pandas.Series"):
        return f"{ctx.source(array)}.iloc"
    if ctx.is_a(array, "numpy.ndarray"):
        return ctx.source(array)
    raise FixUnavailable("it is not known how to take rows of the data")


def _folded(cut: Cut, group: Group, key: str, ctx: Context) -> FixPlan:
    """`GroupKFold` for `KFold`, with the entities given to what uses the folds."""
    user = cut.split if cut.split is not None else cut.where
    if not isinstance(user, ast.Call) or not serves_only(cut, ctx) or ctx.call(cut.how).unpacks:
        raise FixUnavailable("the folds are used in more than one place")
    place = 0 if cut.split is not None else 1
    data = ctx.call(user).argument("X") or ctx.call(user).positional(place)
    if data is None or ctx.call(user).unpacks or len(user.args) > place + 2:
        raise FixUnavailable("the data that is folded cannot be seen")
    column = _entities(data, cut, group, key, ctx)
    splitter = ctx.reach("sklearn.model_selection", "GroupKFold")
    folds = ctx.call(cut.how).argument("n_splits")
    text = f"{splitter.text}(n_splits={ctx.source(folds)})" if folds is not None else f"{splitter.text}()"
    return unsafe_fix(
        _TITLE.format(key),
        *splitter.verbs,
        replace(cut.how, text),
        add_keyword(ctx.call(user), "groups", column),
    )


def _entities(data: ast.expr, cut: Cut, group: Group, key: str, ctx: Context) -> str:
    """The column of entities, row by row beside the data: of the data itself, or of the frame it was chosen from."""
    columns, known = cut.inputs[0].columns, group.data.columns
    is_inside = (
        isinstance(data, ast.Name)
        and ctx.is_a(data, "pandas.DataFrame")
        and columns is not None
        and known is not None
        and columns.table is known.table
        and columns.is_complete
        and columns.may_hold(key)
    )
    if is_inside:
        return f'{ctx.source(data)}["{key}"]'
    frame = _chosen_from(data, ctx)
    grouped = group.site.node
    receiver = ctx.call(grouped).receiver if isinstance(grouped, ast.Call) else None
    if (
        not isinstance(frame, ast.Name)
        or not isinstance(receiver, ast.Name)
        or receiver.id != frame.id
        or ctx.function_of(receiver) is not ctx.function_of(frame)
        or not _keeps(frame, key, min(frame, receiver, key=position), data, ctx)
        or not _keeps_its_rows(data, key, ctx)
    ):
        raise FixUnavailable("the entities of the rows cannot be written here")
    return f'{frame.id}["{key}"]'


def _chosen_from(data: ast.expr, ctx: Context) -> ast.expr | None:
    """The frame in `frame[[…]]` and `frame.drop(columns=…)`, which hold its rows in its order."""
    if isinstance(data, ast.Name):
        bindings = ctx.definitions(data)
        value = bindings[0].statement_value if len(bindings) == 1 else None
        return None if value is None or isinstance(value, ast.Name) else _chosen_from(value, ctx)
    if isinstance(data, ast.Subscript):
        is_columns = isinstance(data.slice, ast.List) or isinstance(ctx.value_of(data.slice), (str, list))
        return data.value if is_columns and ctx.is_a(data.value, "pandas.DataFrame") else None
    is_drop = isinstance(data, ast.Call) and isinstance(data.func, ast.Attribute) and data.func.attr == "drop"
    if not is_drop or not isinstance(data, ast.Call) or not isinstance(data.func, ast.Attribute):
        return None
    call = ctx.call(data)
    drops_columns = call.keyword("columns") or ctx.value_of(call.argument("axis")) in (1, "columns")
    return data.func.value if drops_columns and call.keyword("index") is None else None


def _keeps_its_rows(data: ast.expr, key: str, ctx: Context) -> bool:
    """Whether what is split is what was chosen from the frame, without changes in place."""
    bindings = ctx.definitions(data) if isinstance(data, ast.Name) else ()
    return all(isinstance(data, ast.Name) and _keeps(data, key, each.node, data, ctx) for each in bindings)


def _keeps(frame: ast.Name, key: str, since: ast.AST, until: ast.AST, ctx: Context) -> bool:
    """Whether the frame stays the same between two places, but for columns other than the key."""
    for name in ctx.model.index.names.get(frame.id, ()):
        if not position(since) < position(name) < position(until):
            continue
        around = ctx.parent(name)
        column = (
            column_of(around, ctx) if isinstance(around, ast.Subscript) and around.value is name else None
        )
        if column is not None and column[1] != key:
            continue
        if not isinstance(name.ctx, ast.Load) or is_changed(name, ctx):
            return False
    return True
