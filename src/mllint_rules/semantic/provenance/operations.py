"""What library functions and methods do to rows, columns and what was learned on the way."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from mllint_rules.knowledge.facts import ClassFacts, FunctionFacts
from mllint_rules.knowledge.library import find, find_member
from mllint_rules.semantic.provenance import splits
from mllint_rules.semantic.provenance.domain import (
    DECLARED_CATEGORIES,
    OWN_CATEGORIES,
    Columns,
    Lesson,
    Ref,
    Value,
    joined,
)
from mllint_rules.semantic.provenance.events import Distinct, Group
from mllint_rules.semantic.provenance.expressions import blended
from mllint_rules.semantic.provenance.facts import axis_of, known_effect, refined, shape_of_split
from mllint_rules.semantic.provenance.rows import RowKind, RowSet, Selector
from mllint_rules.semantic.provenance.selection import FRAMES, is_a, restricted
from mllint_rules.semantic.types import INT, NONE, UNKNOWN, Instance, alternatives

if TYPE_CHECKING:
    from mllint_rules.semantic.provenance.calling import Arguments
    from mllint_rules.semantic.provenance.interpreter import Interpreter

Act = Callable[["Interpreter", ast.Call, str, Value, "Arguments"], "Value | None"]


def function(m: Interpreter, node: ast.Call, api: str, arguments: Arguments) -> Ref | None:
    """A function or constructor of a library; None where nothing is known of it."""
    owner, _, name = api.rpartition(".")
    # A method may be called on a class that has it from a library, as the schemas of a project have `validate`.
    known = known_effect([api]) or known_effect(f"{base}.{name}" for base in m.model.bases(owner))
    if known is None:
        return None
    kind = _refined(m, api, known[1], arguments)
    if kind.startswith("split"):
        return _split(m, node, api, arguments)
    return _done(m, node, api, arguments, kind=kind, data=arguments.get(0, *_DATA))


_DATA = (
    "arr", "array", "a", "x", "X", "data", "obj", "object", "arrays", "objs", "left", "tensor", "tensors", "df",
    "dataset", "tup", "values", "input", "y", "iterable", "texts", "datasets", "items",
)  # fmt: skip


def method(m: Interpreter, node: ast.Call, receiver: Ref, name: str, arguments: Arguments) -> Ref | None:
    """A method of a frame, series, array or the like; None where nothing is known of it."""
    value = m.value(receiver)
    apis = _apis(m, node, value, name)
    known = next(((api, "") for api in apis if api in _OWN_ACTS), None) or known_effect(apis)
    if known is None:
        return None
    api, kind = known
    kind = _refined(m, api, kind, arguments)
    if kind.startswith("split"):
        bases = tuple(each.rpartition(".")[0] for each in apis)
        return _split_method(m, node, api, arguments, shape=shape_of_split(api, bases), value=value)
    return _done(m, node, api, arguments, kind=kind, data=receiver, is_method=True)


def _refined(m: Interpreter, api: str, kind: str, arguments: Arguments) -> str:
    """The kind of effect that the literal arguments decide on."""
    is_method = isinstance(find(api.rpartition(".")[0]), ClassFacts)

    def literal(name: str) -> object:
        written = arguments.expression(_place(api, name, is_method=is_method), name)
        return m.model.value_of(written) if written is not None else None

    return refined(api, kind, literal)


@cache
def _place(api: str, name: str, *, is_method: bool) -> int:
    """The position of a parameter, -1 where it is keyword only or nobody knows."""
    facts = find(api)
    if isinstance(facts, ClassFacts):
        facts = find_member(api, "__init__")
    if not isinstance(facts, FunctionFacts):
        return -1
    widest = max(facts.signatures, key=lambda signature: len(signature.parameters))
    names = [parameter.name for parameter in widest.positional]
    return names.index(name) if name in names else -1


def _apis(m: Interpreter, node: ast.Call, value: Value, name: str) -> list[str]:
    """The names under which the tables may know a method: by the run's type, else by the type of the syntax."""
    function = node.func
    types = [value.type]
    if isinstance(function, ast.Attribute):
        types.append(m.model.type_of(function.value))
    for type_ in types:
        members = [t for t in alternatives(type_) if t != NONE]
        known = [t for t in members if isinstance(t, Instance)]
        # What certainly holds rows is one of the tables it may be; of anything else all possibilities must be known.
        if known and (value.is_data or len(known) == len(members)):
            return [f"{base}.{name}" for t in known for base in m.model.bases(t.name)]
    return []


def _done(
    m: Interpreter,
    node: ast.Call,
    api: str,
    arguments: Arguments,
    *,
    kind: str,
    data: Ref | None,
    is_method: bool = False,
) -> Ref | None:
    act = _OWN_ACTS.get(api) or _ACTS.get(kind)
    if act is None:
        return None
    value = m.value(data) if data is not None else Value()
    result = act(m, node, api, value, arguments)
    if result is None:
        return None
    if result.items is not None:
        return m.new(result)
    result = replace(result, type=_type(m, node, value, api, result))
    if is_method and data is not None and _is_in_place(m, arguments):
        m.store.update(data, replace(result, type=value.type, node=value.node))
        owner = node.func.value if isinstance(node.func, ast.Attribute) else None
        if isinstance(owner, (ast.Subscript, ast.Attribute)) and value.columns is not None:
            from mllint_rules.semantic.provenance.assignment import assign

            assign(m, owner, data)  # a column of a frame that is changed in place
        return m.new(Value(node=node, type=NONE))
    return m.new(result)


def _type(m: Interpreter, node: ast.Call, receiver: Value, api: str, result: Value) -> Any:
    """What the call returns by its syntax; else by what the run knows of the receiver."""
    known = m.model.type_of(node)
    returned = m.model.inference.member_call_type(receiver.type, api.rpartition(".")[2], node)
    # The most definite answer counts.
    return next((t for t in (result.type, known, returned) if isinstance(t, Instance)), known)


def _is_in_place(m: Interpreter, arguments: Arguments) -> bool:
    given = arguments.expression(-1, "inplace")
    return given is not None and m.model.value_of(given) is True


# What the kinds of `tables/rows.toml` mean


def _same(m: Interpreter, node: ast.Call, api: str, data: Value, arguments: Arguments) -> Value | None:
    """Value by value, from the same row only; what the other arguments hold goes in."""
    others = [m.value(ref) for ref in arguments.all]
    others = [other for other in others if other.node is not data.node]
    others += [m.value(ref) for other in others for ref in (other.entries or {}).values()]
    if data.items is not None and not data.rows:
        data = joined(m.value(ref) for ref in data.items)
    if not data.rows:
        others_with_rows = [other for other in others if other.rows]
        if not others_with_rows:
            return None
        data = others_with_rows[0]
    lessons = frozenset().union(data.lessons, *(other.lessons for other in others))
    made_of = [data, *(other for other in others if other.is_data)]
    transformers = max((value.transformers for value in made_of), key=len)
    columns = _columns_after(m, data, api, arguments)
    applied = _applied(m, node, data, arguments)
    selector = _membership(m, api, data, arguments)
    made = replace(
        _bare(data, node),
        lessons=lessons | applied,
        transformers=transformers,
        selector=selector,
        is_index=data.is_index and selector is None,  # a mask says of each row whether, not which
    )
    return made.narrowed(columns)


def _membership(m: Interpreter, api: str, data: Value, arguments: Arguments) -> Selector | None:
    """The mask that `isin`, `isna` and relatives make."""
    function = arguments.node.func
    subject = "".join(m.model.source(function.value).split()) if isinstance(function, ast.Attribute) else ""
    name = api.rpartition(".")[2]
    if name in _GAPS:
        return Selector(subject, "in", "gaps", negated=name in ("notna", "notnull"))
    if name != "isin":
        return None
    ref = arguments.get(0, "values")
    given = m.value(ref) if ref is not None else Value()
    if data.is_index and given.is_index and given.rows:
        return Selector("index", "in", rows=given.rows)
    written = arguments.expression(0, "values")
    text = "".join(m.model.source(written).split()) if written is not None else ""
    return Selector(subject, "in", text)


_GAPS = frozenset({"isna", "isnull", "notna", "notnull"})


def _applied_to_columns(
    m: Interpreter, node: ast.Call, api: str, data: Value, arguments: Arguments
) -> Value | None:
    """`frame.apply(f)`: the function is given a column at a time, or a row with `axis=1`."""
    if not data.rows:
        return None
    axis = arguments.expression(1, "axis")
    if axis is not None and m.model.value_of(axis) in (1, "columns"):
        return _same(m, node, api, data, arguments)
    ref, written = arguments.get(0, "func"), arguments.expression(0, "func")
    closure = m.value(ref).closure if ref is not None else None
    column = replace(_bare(data, node), columns=None, type=Instance("pandas.Series"))
    if closure is not None and not isinstance(closure.node, ast.ClassDef):
        result = m.enter(closure, node, (m.new(column),), {})
        made = m.value(result) if result is not None else Value()
        return replace(column, type=UNKNOWN, lessons=made.lessons | data.lessons) if made.rows else None
    name = m.model.qualified_name(written) if written is not None else None
    known = known_effect([name]) if name is not None else None
    if name is None or known is None or known[1] not in ("same", "fit"):
        return None
    lesson = Lesson(m.site(node), data.rows, "statistic", name)
    return _bare(data, node).with_lessons(frozenset({lesson}) if known[1] == "fit" else frozenset())


def _applied(m: Interpreter, node: ast.Call, data: Value, arguments: Arguments) -> frozenset[Lesson]:
    """What a function given to `apply`, `map` or `transform` brings in."""
    found: frozenset[Lesson] = frozenset()
    for ref in arguments.all:
        closure = m.value(ref).closure
        if closure is not None and not isinstance(closure.node, ast.ClassDef):
            row = m.new(replace(_bare(data, node), columns=None, type=UNKNOWN))
            result = m.enter(closure, node, (row,), {})
            if result is not None:
                found |= m.value(result).lessons
    return found


def _bare(data: Value, node: ast.AST) -> Value:
    """The same rows and knowledge, as a new object."""
    return Value(
        node=node,
        rows=data.rows,
        lessons=data.lessons,
        transformers=data.transformers,
        columns=data.columns,
        prediction=data.prediction,
        is_index=data.is_index,
        is_ordered=data.is_ordered,
        is_temporal=data.is_temporal,
    )


_KEEP_COLUMNS = frozenset({
    "apply", "array", "asarray", "astype", "bfill", "clip", "convert_dtypes", "copy", "drop_duplicates",
    "dropna", "ffill", "fillna", "head", "infer_objects", "interpolate", "map", "mask", "query", "ravel",
    "replace", "reset_index", "reshape", "round", "sample", "sort_index", "sort_values", "squeeze", "tail",
    "to_frame", "to_list", "to_numpy", "tolist", "where",
})  # fmt: skip


def _columns_after(m: Interpreter, data: Value, api: str, arguments: Arguments) -> Columns | None:
    columns, name = data.columns, api.rpartition(".")[2]
    if columns is None or name in _KEEP_COLUMNS:
        return columns
    if name == "drop":
        written = arguments.expression(-1, "columns") or (
            arguments.expression(0, "labels") if _is_by_columns(m, arguments) else None
        )
        names = m.model.value_of(written) if written is not None else None
        dropped = [names] if isinstance(names, str) else names
        if isinstance(dropped, (list, tuple)) and all(isinstance(n, str) for n in dropped):
            gone = frozenset(str(n) for n in dropped)
            return replace(columns, without=columns.without | gone, added=columns.added - gone)
        return replace(columns, is_complete=False) if written is not None else columns
    if name == "assign":
        return replace(columns, added=columns.added | frozenset(arguments.keywords))
    if name == "get_dummies":
        encoded = _names_in(m, arguments.expression(-1, "columns"))
        return (
            replace(columns, without=columns.without | encoded)
            if encoded
            else replace(columns, is_complete=False)
        )
    if name == "rename":
        return _renamed(m, columns, arguments.expression(-1, "columns"))
    return replace(columns, is_complete=False)


def _renamed(m: Interpreter, columns: Columns, written: ast.expr | None) -> Columns:
    names = m.model.value_of(written) if written is not None else None
    if not isinstance(names, dict):
        return replace(columns, is_complete=False)
    old = frozenset(str(name) for name in names)
    return replace(
        columns,
        without=columns.without | old,
        added=columns.added - old | frozenset(map(str, names.values())),
    )


def _is_by_columns(m: Interpreter, arguments: Arguments) -> bool:
    axis = arguments.expression(1, "axis")
    return axis is not None and m.model.value_of(axis) in (1, "columns")


def _fewer(m: Interpreter, node: ast.Call, api: str, data: Value, arguments: Arguments) -> Value | None:
    if api.endswith((".dropna", ".filter")) and _is_by_columns_keyword(m, arguments):
        return _same(m, node, api, data, arguments)
    made = _same(m, node, api, data, arguments)
    if made is None:
        return None
    if api.endswith("drop_duplicates"):
        m.emit(Distinct, node, data, _names_in(m, arguments.expression(0, "subset")))
    rows = frozenset(m.rows.make(RowKind.FEWER, node, [one]) for one in made.rows)
    if api.endswith(".unique"):
        keys = (
            data.columns.only if data.columns is not None and data.columns.only is not None else frozenset()
        )
        m.emit(Distinct, node, data, keys)
        made = replace(made, is_temporal=False)
    return replace(made, rows=rows, lessons=data.lessons)


def _is_by_columns_keyword(m: Interpreter, arguments: Arguments) -> bool:
    axis = arguments.expression(-1, "axis")
    return axis is not None and m.model.value_of(axis) in (1, "columns")


def _without(m: Interpreter, node: ast.Call, api: str, data: Value, arguments: Arguments) -> Value | None:
    """`drop`: columns, or the rows of an index."""
    ref = arguments.get(0, "labels", "index")
    labels = m.value(ref) if ref is not None else Value()
    if labels.is_index and labels.rows and not _is_by_columns(m, arguments):
        selector = Selector("index", "in", rows=labels.rows, negated=True)
        rows = frozenset(m.rows.make(RowKind.SELECTION, node, [one], selector=selector) for one in data.rows)
        return replace(_bare(data, node), rows=rows)
    if "index" in arguments.keywords or (ref is not None and not _is_by_columns(m, arguments)
                                         and "columns" not in arguments.keywords):  # fmt: skip
        rows = frozenset(m.rows.make(RowKind.FEWER, node, [one]) for one in data.rows)
        return replace(_bare(data, node), rows=rows)
    return _same(m, node, api, data, arguments)


def _sample(m: Interpreter, node: ast.Call, api: str, data: Value, arguments: Arguments) -> Value | None:
    if api.endswith(".permutation") and not data.is_data and (not data.rows or data.type == INT):
        return Value(
            node=node, rows=m.source(node), is_index=True
        )  # of a number: all positions, in some order
    if not data.rows:
        return None
    fraction = arguments.expression(1, "frac", "fraction")
    if fraction is not None and m.model.value_of(fraction) in (1, 1.0):
        return _bare(data, node)
    rows = frozenset(m.rows.make(RowKind.SAMPLE, node, [one]) for one in data.rows)
    return replace(_bare(data, node), rows=rows)


def _permuted(m: Interpreter, node: ast.Call, api: str, data: Value, arguments: Arguments) -> Value | None:
    """`permutation(n)`: all positions in another order; of an array, its rows."""
    ref = arguments.get(0, "x")
    given = m.value(ref) if ref is not None else Value()
    written = arguments.expression(0, "x")
    if given.type == INT or (written is not None and m.model.type_of(written) == INT):
        return Value(node=node, rows=m.source(node), is_index=True)
    return _sample(m, node, api, given, arguments)


def _copies(m: Interpreter, node: ast.Call, api: str, data: Value, arguments: Arguments) -> Value | None:
    if not data.rows:
        return None
    rows = frozenset(m.rows.make(RowKind.COPIES, node, [one]) for one in data.rows)
    return replace(_bare(data, node), rows=rows)


def _order(m: Interpreter, node: ast.Call, api: str, data: Value, arguments: Arguments) -> Value | None:
    if api.endswith((".shuffle", ".permutation")) and not data.rows:
        return Value(node=node, rows=m.source(node), is_index=True)
    if len(arguments.positional) > 1 and api.startswith("sklearn."):
        items = tuple(m.new(_bare(m.value(ref), node)) for ref in arguments.positional)
        return Value(node=node, items=items)
    return replace(_bare(data, node), is_ordered="sort" in api) if data.rows else None


def _statistic(m: Interpreter, node: ast.Call, api: str, data: Value, arguments: Arguments) -> Value | None:
    """A number, or one per column, from all rows."""
    if not data.rows:
        return None
    is_group_wise = any(word in api.lower() for word in ("groupby", "group_by", "resampler"))
    lesson = Lesson(m.site(node), data.rows, "statistic", api, None, is_group_wise)
    # One row per group is a table of its own; a statistic of the whole is none.
    rows = m.source(node, is_guess=False) if is_group_wise else frozenset()
    return Value(
        node=node,
        rows=rows,
        lessons=data.lessons | {lesson},
        prediction=data.prediction,
        is_temporal=data.is_temporal,
    )


_GROUPING = frozenset({"groupby", "group_by", "group_by_dynamic", "groupBy", "__getitem__", "resample"})


def _group(m: Interpreter, node: ast.Call, api: str, data: Value, arguments: Arguments) -> Value | None:
    """`groupby(…)` keeps the rows together; what is computed of each group is a table of statistics."""
    name = api.rpartition(".")[2]
    if name in _GROUPING:
        return _grouped(m, node, api, data, arguments)
    if name in _LAGS:
        return _same(m, node, api, data, arguments)
    return _statistic(m, node, api, data, arguments)


def _group_transform(
    m: Interpreter, node: ast.Call, api: str, data: Value, arguments: Arguments
) -> Value | None:
    """`groupby(…).transform("mean")`: a statistic of the group in every row."""
    made = _same(m, node, api, data, arguments)
    if made is None:
        return None
    written = arguments.expression(0, "func")
    what = m.model.value_of(written) if written is not None else None
    if isinstance(what, str) and what not in _LAGS:
        lesson = Lesson(m.site(node), data.rows, "statistic", api, None, is_group_wise=True)
        return made.with_lessons(frozenset({lesson}))
    return made


_LAGS = frozenset({"shift", "diff", "cumsum", "cumcount", "ffill", "rank", "pct_change", "first"})


def _bins(m: Interpreter, node: ast.Call, api: str, data: Value, arguments: Arguments) -> Value | None:
    made = _same(m, node, api, data, arguments)
    bins = arguments.expression(1, "bins", "q")
    if made is None or bins is None or not isinstance(m.model.value_of(bins), int):
        return made
    return made.with_lessons(frozenset({Lesson(m.site(node), data.rows, "statistics", api)}))


def _dummies(m: Interpreter, node: ast.Call, api: str, data: Value, arguments: Arguments) -> Value | None:
    made = _same(m, node, api, data, arguments)
    if made is None or any(lesson.kind == DECLARED_CATEGORIES for lesson in data.lessons):
        return made
    return made.with_lessons(frozenset({Lesson(m.site(node), data.rows, "categories", api)}))


def _load(m: Interpreter, node: ast.Call, api: str, data: Value, arguments: Arguments) -> Value | None:
    # What an object store gives back may be a model as well as data.
    is_guess = api in _OBJECT_STORES
    is_frame = is_a(m, node, Value(), FRAMES)
    rows = m.source(node, is_guess=is_guess)
    return Value(node=node, rows=rows, columns=Columns(node) if is_frame else None)


_OBJECT_STORES = frozenset(
    {"joblib.load", "pickle.load", "pickle.loads", "torch.load", "cloudpickle.load", "dill.load"}
)


def _mix(m: Interpreter, node: ast.Call, api: str, data: Value, arguments: Arguments) -> Value | None:
    """Several tables stacked, or side by side."""
    values = _pieces(m, data, arguments)
    with_rows = [value for value in values if value.rows]
    if not with_rows:
        return None
    if _is_side_by_side(m, api, arguments):
        made = blended(m, node, with_rows)
        return replace(made, columns=_side_by_side(with_rows), type=with_rows[0].type)
    made = blended(m, node, with_rows)
    rows = frozenset().union(*(value.rows for value in with_rows))
    if _repeats(with_rows):
        rows = frozenset({m.rows.make(RowKind.COPIES, node, rows)})
    elif len(rows) > 1 or any(value.element is not None for value in values):
        rows = frozenset({m.rows.make(RowKind.MIX, node, rows)})
    columns = with_rows[0].columns
    columns = replace(columns, is_complete=False) if columns is not None and len(with_rows) > 1 else columns
    return replace(made, rows=rows, columns=columns, type=with_rows[0].type)


def _repeats(values: Sequence[Value]) -> bool:
    """Whether rows are stacked upon themselves, as augmentation does."""
    seen: set[RowSet] = set()
    for value in values:
        if not value.is_data or not seen.isdisjoint(value.rows):
            return value.is_data
        seen |= value.rows
    return False


def _pieces(m: Interpreter, data: Value, arguments: Arguments) -> list[Value]:
    if data.items is not None:
        return [m.value(ref) for ref in data.items]
    if data.entries is not None:
        return [m.value(ref) for ref in data.entries.values()]
    if data.element is not None:
        return [replace(m.value(data.element), element=data.element)]
    return [data, *(m.value(ref) for ref in arguments.positional if m.value(ref) is not data)]


def _is_side_by_side(m: Interpreter, api: str, arguments: Arguments) -> bool:
    decides = axis_of(api)
    if decides is None:
        return False
    written = arguments.expression(1, decides[0])
    return written is not None and m.model.value_of(written) in decides[1]


def _side_by_side(values: Sequence[Value]) -> Columns | None:
    columns = values[0].columns
    return replace(columns, is_complete=False) if columns is not None else None


def _lagged(m: Interpreter, node: ast.Call, api: str, data: Value, arguments: Arguments) -> Value | None:
    """Values of earlier rows: the rows have an order in time."""
    made = _same(m, node, api, data, arguments)
    return None if made is None else replace(made, is_temporal=True)


def _popped(m: Interpreter, node: ast.Call, api: str, data: Value, arguments: Arguments) -> Value | None:
    """`pop`: the column, which the frame no longer has."""
    name = next(iter(_names_in(m, arguments.expression(0, "item"))), None)
    function = node.func
    if name is None or data.columns is None or not isinstance(function, ast.Attribute):
        return _same(m, node, api, data, arguments)
    frame = m.eval(function.value)
    left = replace(data.columns, without=data.columns.without | {name}, added=data.columns.added - {name})
    m.store.update(frame, m.value(frame).narrowed(left))
    return _bare(data, node).narrowed(restricted(data.columns, name))


def _looks_ahead(m: Interpreter, node: ast.Call, api: str, data: Value, arguments: Arguments) -> Value | None:
    """Gaps filled from the neighbours: where the rows have no order, just from other rows."""
    made = _same(m, node, api, data, arguments)
    if made is None or data.is_ordered:
        return made
    return made.with_lessons(frozenset({Lesson(m.site(node), data.rows, "neighbours", api)}))


def _grouped(m: Interpreter, node: ast.Call, api: str, data: Value, arguments: Arguments) -> Value | None:
    if not data.rows:
        return None
    name = api.rpartition(".")[2]
    if name == "resample":
        return replace(_bare(data, node), is_temporal=True)
    if name != "__getitem__":
        m.emit(Group, node, data, _names_in(m, arguments.expression(0, "by", "key")))
    return _bare(data, node)


def _names_in(m: Interpreter, written: ast.expr | None) -> frozenset[str]:
    """The literal column names in an argument."""
    literal = m.model.value_of(written) if written is not None else None
    names = [literal] if isinstance(literal, str) else literal
    return (
        frozenset(n for n in names if isinstance(n, str)) if isinstance(names, (list, tuple)) else frozenset()
    )


def _beside(m: Interpreter, node: ast.Call, api: str, data: Value, arguments: Arguments) -> Value | None:
    """Columns of several tables side by side."""
    with_rows = [value for value in _pieces(m, data, arguments) if value.rows]
    if not with_rows:
        return None
    made = blended(m, node, with_rows)
    lessons = frozenset().union(*(m.value(ref).lessons for ref in arguments.all), made.lessons)
    # What is joined to a table adds columns to its rows.
    main = next((value for value in with_rows if value.is_data), with_rows[0])
    return replace(
        made, rows=main.rows, lessons=lessons, columns=_side_by_side(with_rows), type=with_rows[0].type
    )


def _aligned(m: Interpreter, node: ast.Call, api: str, data: Value, arguments: Arguments) -> Value | None:
    """`a.align(b)`: both, with the same columns."""
    ref = arguments.get(0, "other")
    if ref is None:
        return None
    pair = tuple(
        m.new(replace(_with_shared_columns(value, node), type=value.type)) for value in (data, m.value(ref))
    )
    return Value(node=node, items=pair)


def _reindexed(m: Interpreter, node: ast.Call, api: str, data: Value, arguments: Arguments) -> Value | None:
    """`reindex(columns=…)`: the columns of another frame."""
    made = _same(m, node, api, data, arguments)
    return _with_shared_columns(made, node) if made is not None and "columns" in arguments.keywords else made


def _with_shared_columns(value: Value, node: ast.AST) -> Value:
    """The columns are those of another table now: which categories a table had itself no longer matters."""
    columns = replace(value.columns, is_complete=False) if value.columns is not None else None
    kept = frozenset(
        lesson for lesson in value.lessons if lesson.kind != "categories" or lesson.learner is not None
    )
    return replace(_bare(value, node), columns=columns, lessons=kept)


def _cast(m: Interpreter, node: ast.Call, api: str, data: Value, arguments: Arguments) -> Value | None:
    """`astype("category")`: the categories are those that occur in these rows."""
    made = _same(m, node, api, data, arguments)
    written = arguments.expression(0, "dtype")
    if made is None or written is None:
        return made
    kept = frozenset(lesson for lesson in made.lessons if lesson.kind not in _CATEGORIES)
    if m.model.value_of(written) == "category":
        kept |= {Lesson(m.site(node), data.rows, OWN_CATEGORIES, api)}
    elif m.model.type_of(written) == Instance("pandas.CategoricalDtype"):
        kept |= {Lesson(m.site(node), data.rows, DECLARED_CATEGORIES, api)}
    return replace(made, lessons=kept)


_CATEGORIES = frozenset({OWN_CATEGORIES, DECLARED_CATEGORIES})


def _categorical(m: Interpreter, node: ast.Call, api: str, data: Value, arguments: Arguments) -> Value | None:
    """`Categorical(values, categories=…)` and `cat.set_categories(…)`: the code says which categories there are."""
    made = _same(m, node, api, data, arguments)
    if made is None:
        return None
    is_given = api.endswith("set_categories") or not arguments.keywords.keys().isdisjoint(
        ("categories", "dtype")
    )
    kind = DECLARED_CATEGORIES if is_given or len(arguments.positional) > 1 else OWN_CATEGORIES
    kept = frozenset(lesson for lesson in made.lessons if lesson.kind not in _CATEGORIES)
    return replace(made, lessons=kept | {Lesson(m.site(node), data.rows, kind, api)})


def _factorized(m: Interpreter, node: ast.Call, api: str, data: Value, arguments: Arguments) -> Value | None:
    """Codes, and the categories that they stand for."""
    codes = _dummies(m, node, api, data, arguments)
    return None if codes is None else Value(node=node, items=(m.new(codes), m.new(Value(node=node))))


def _reshaped(m: Interpreter, node: ast.Call, api: str, data: Value, arguments: Arguments) -> Value | None:
    """The same values laid out in other rows."""
    if not data.rows:
        return None
    rows = frozenset(m.rows.make(RowKind.WINDOWS, node, [one]) for one in data.rows)
    return replace(_bare(data, node), rows=rows, columns=None)


def _fitted(m: Interpreter, node: ast.Call, api: str, data: Value, arguments: Arguments) -> Value | None:
    """Every row computed with statistics of all."""
    made = _same(m, node, api, data, arguments)
    kind = "statistic" if api.startswith(("pandas.", "polars.", "numpy.")) else "statistics"
    return (
        None if made is None else made.with_lessons(frozenset({Lesson(m.site(node), data.rows, kind, api)}))
    )


def _synthesised(m: Interpreter, node: ast.Call, api: str, data: Value, arguments: Arguments) -> Value | None:
    """Made up by the call: positions, random numbers, example data."""
    is_data = api.startswith("sklearn.datasets.")
    is_index = api.rpartition(".")[2] in ("arange", "range", "randperm", "int_range", "date_range")
    return Value(node=node, rows=m.source(node, is_guess=not is_data), is_index=is_index)


_ACTS: dict[str, Act] = {
    "same": _same,
    "fewer": _fewer,
    "sample": _sample,
    "copies": _copies,
    "synthetic": _synthesised,
    "order": _order,
    "reshape": _reshaped,
    "statistic": _statistic,
    "fit": _fitted,
    "window": _lagged,
    "window:future": _looks_ahead,
    "mix:rows": _mix,
    "mix:columns": _beside,
    "group": _group,
    "group:transform": _group_transform,
    "bins": _bins,
    "dummies": _dummies,
    "load": _load,
}
_TAKING: dict[str, Callable[[Interpreter, ast.Call, Value, ast.expr | None], Value]] = {
    "head": splits.leading,
    "take": splits.leading,
    "skip": splits.remaining,
    "tail": splits.trailing,
}


def _taken(m: Interpreter, node: ast.Call, api: str, data: Value, arguments: Arguments) -> Value | None:
    """So many rows from the front or the end."""
    if not data.rows:
        return None
    count = arguments.expression(0, "n", "count")
    return _TAKING[api.rpartition(".")[2]](m, node, _bare(data, node), count)


_OWN_ACTS: dict[str, Act] = {
    "pandas.core.generic.NDFrame.head": _taken,
    "pandas.core.generic.NDFrame.tail": _taken,
    "tensorflow.data.Dataset.skip": _taken,
    "tensorflow.data.Dataset.take": _taken,
    "datasets.Dataset.skip": _taken,
    "datasets.Dataset.take": _taken,
    "datasets.IterableDataset.skip": _taken,
    "datasets.IterableDataset.take": _taken,
    "pandas.core.generic.NDFrame.drop": _without,
    "pandas.core.generic.NDFrame.align": _aligned,
    "pandas.core.generic.NDFrame.reindex": _reindexed,
    "pandas.core.generic.NDFrame.astype": _cast,
    "pandas.Categorical": _categorical,
    "pandas.core.arrays.categorical.CategoricalAccessor.set_categories": _categorical,
    "pandas.DataFrame.reindex": _reindexed,
    "pandas.DataFrame.pop": _popped,
    "pandas.DataFrame.apply": _applied_to_columns,
    "pandas.DataFrame.transform": _applied_to_columns,
    "numpy.random.permutation": _permuted,
    "numpy.random.Generator.permutation": _permuted,
    "numpy.random.RandomState.permutation": _permuted,
    "pandas.factorize": _factorized,
    "pandas.Series.factorize": _factorized,
}
"""APIs of which their arguments say more than the table can."""


# Splits


def _split(m: Interpreter, node: ast.Call, api: str, arguments: Arguments) -> Ref:
    shape = shape_of_split(api, ())
    if shape == "pairs":
        return splits.train_and_test(m, node, api, arguments)
    data = m.value(arguments.get(0, *_DATA) or m.new(Value()))
    sizes = arguments.expression(1, "lengths", "indices_or_sections", "weights")
    if api.startswith(("numpy.", "torch.split", "torch.chunk", "torch.tensor_split", "tensorflow.")):
        return splits.at_places(m, node, api, data, sizes)
    return splits.in_fractions(m, node, api, data, sizes)


def _split_method(
    m: Interpreter, node: ast.Call, api: str, arguments: Arguments, *, shape: str, value: Value
) -> Ref | None:
    if shape == "folds":
        return splits.folds(m, node, api, value, arguments)
    if shape == "names":
        return splits.by_name(m, node, api, value)
    return splits.in_fractions(m, node, api, value, arguments.expression(0, "weights", "frac"))


# Containers of data


def is_dataset(bases: Iterable[str]) -> bool:
    """Whether a class holds data: its objects stand for the rows they are made from."""
    return any(base in ("torch.utils.data.Dataset", "keras.utils.PyDataset") for base in bases)


def content_of(m: Interpreter, refs: Sequence[Ref]) -> dict[str, Any]:
    """The rows and lessons that an object made of these values stands for."""
    values = [value for value in map(m.value, refs) if value.is_data or value.rows]
    if not values:
        return {}
    return {
        "rows": frozenset().union(*(value.rows for value in values)),
        "lessons": frozenset().union(*(value.lessons for value in values)),
    }
