"""The type of a column, from what the code does with it.

Every use allows some kinds of values. A column is of the kind that all of its uses allow; uses that contradict each
other leave it unknown.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from mllint_rules.kit import NOT_LITERAL, Context, table
from mllint_rules.rules.data._columns import ColumnRead, Columns
from mllint_rules.rules.data._syntax import literal_items

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2})?)?")
_ARITHMETIC = (ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)
_ORDER = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)


class Kind(Enum):
    """What the cells of a column are."""

    STRING = "string"
    DATE = "date"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    FLOAT = "float"
    CATEGORY = "category"


DTYPES = {
    Kind.STRING: "string",
    Kind.BOOLEAN: "boolean",
    Kind.INTEGER: "Int64",
    Kind.FLOAT: "float64",
    Kind.CATEGORY: "category",
}
Kinds = tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class ColumnType:
    """A kind, and the `dtype` of pandas that goes with it (None for dates, which the reader parses)."""

    kind: Kind
    dtype: str | None


def type_named(dtype: str) -> ColumnType | None:
    """The type that the name of a dtype stands for."""
    for kind, names in table("column_types")["names"].items():
        if dtype in names:
            return ColumnType(Kind(kind), None if kind == "date" else dtype)
    return None


def stated_type(ctx: Context, node: ast.expr) -> ColumnType | None:
    """The type that an expression such as `int`, `"float32"`, `np.int64` or `pd.Int64Dtype()` states."""
    value = ctx.value_of(node)
    if isinstance(value, str):
        known = {"int": "int64", "float": "float64", "str": "string"}
        return type_named(known.get(value, value))
    named = node.func if isinstance(node, ast.Call) and not node.args and not node.keywords else node
    name = ctx.qualified_name(named)
    dtype = table("column_types")["stated"].get(name)
    return type_named(dtype) if dtype else None


def type_in_use(ctx: Context, reads: Sequence[ColumnRead], columns: Columns) -> ColumnType | None:
    """The type on which all uses of a column agree; None when nobody knows."""
    stated: ColumnType | None = None
    allowed: list[Kinds] = []
    for read in reads:
        if not read.is_raw:
            continue
        place = _stated_at(ctx, read)
        if place is not None:
            if stated is not None and stated != place:
                return None
            stated = place
        elif read.is_feature:
            allowed.append((Kind.FLOAT, Kind.INTEGER, Kind.BOOLEAN))
        elif read.is_value:
            kinds = _Use(ctx, columns).kinds(read.node)
            if kinds:
                allowed.append(kinds)
    kind = _agreed(allowed)
    if stated is not None:
        return stated if not allowed or kind is stated.kind else None
    return ColumnType(kind, DTYPES.get(kind)) if kind is not None else None


def _stated_at(ctx: Context, read: ColumnRead) -> ColumnType | None:
    node = read.dtype
    if node is None and read.is_value:
        call = cast_of(ctx, read)
        node = cast_argument(call) if call is not None else None
    stated = stated_type(ctx, node) if node is not None else None
    if stated is not None and not read.is_whole and stated.dtype in ("int64", "bool"):
        # Rows were left out before the cast, so the file may have gaps.
        return ColumnType(stated.kind, DTYPES[stated.kind])
    return stated


def cast_of(ctx: Context, read: ColumnRead) -> ast.Call | None:
    """The `astype(…)` called on a column right where it is read."""
    attribute = ctx.parent(read.node)
    call = ctx.parent(attribute) if isinstance(attribute, ast.Attribute) else None
    if isinstance(attribute, ast.Attribute) and attribute.attr == "astype" and isinstance(call, ast.Call):
        return call if cast_argument(call) is not None else None
    return None


def cast_argument(call: ast.Call) -> ast.expr | None:
    """What `astype` is given, when that is all it is given."""
    if len(call.args) == 1 and not call.keywords:
        return call.args[0]
    if not call.args and len(call.keywords) == 1 and call.keywords[0].arg == "dtype":
        return call.keywords[0].value
    return None


def _agreed(allowed: Sequence[Kinds]) -> Kind | None:
    """The kind that every use allows: the favourite of the use that leaves the least choice."""
    common = [kind for kind in Kind if allowed and all(kind in kinds for kinds in allowed)]
    if Kind.FLOAT in common and any(kinds[0] is Kind.FLOAT for kinds in allowed):
        return Kind.FLOAT  # every integer is read as a float without harm, never the other way round
    narrowest = min(allowed, key=len, default=())
    return next((kind for kind in narrowest if kind in common), None)


def _kinds(names: Sequence[str]) -> Kinds:
    return tuple(Kind(name) for name in names)


class _Use:
    """What the surroundings of one column say."""

    def __init__(self, ctx: Context, columns: Columns) -> None:
        self._ctx = ctx
        self._frames = columns.trace.states
        self._facts = table("column_types")

    def kinds(self, node: ast.expr) -> Kinds:
        """The kinds that one use of a column allows; empty when it says nothing."""
        parent = self._ctx.parent(node)
        if isinstance(parent, ast.Attribute):
            return self._attribute(parent)
        if isinstance(parent, ast.Compare):
            return self._comparison(parent, node)
        if isinstance(parent, ast.BinOp):
            return self._operation(parent, node)
        if isinstance(parent, ast.UnaryOp) and isinstance(parent.op, ast.Invert):
            return (Kind.BOOLEAN,)
        if isinstance(parent, ast.UnaryOp) and isinstance(parent.op, ast.USub):
            return (Kind.FLOAT, Kind.INTEGER)
        if isinstance(parent, ast.Subscript) and parent.slice is node and parent.value in self._frames:
            return (Kind.BOOLEAN,)
        if isinstance(parent, ast.Call) and node in parent.args:
            return self._argument(parent, node)
        return ()

    def _attribute(self, node: ast.Attribute) -> Kinds:
        if node.attr in ("str", "dt"):
            return _kinds(self._facts["methods"][node.attr])
        call = self._ctx.parent(node)
        if not (isinstance(call, ast.Call) and call.func is node):
            return ()
        if node.attr in table("frame_columns")["series_passing"]:
            return self.kinds(call)
        if node.attr in ("isin", "between", "eq", "ne", "lt", "le", "gt", "ge", "fillna"):
            return self._compared([*call.args, *(keyword.value for keyword in call.keywords)])
        if node.attr in ("map", "replace"):
            return self._mapped(node.attr, call)
        if node.attr == "apply" and call.args:
            return self._cell_function(call.args[0])
        return _kinds(self._facts["methods"].get(node.attr, ()))

    def _mapped(self, method: str, call: ast.Call) -> Kinds:
        if not call.args:
            return ()
        keys = [key for key, _ in literal_items(call.args[0])]
        if keys:
            # `replace` may name a few cells that stand out, `map` names them all.
            kinds = _of_values(keys)
            return kinds if method == "map" or Kind.STRING in kinds else ()
        return self._cell_function(call.args[0]) if method == "map" else ()

    def _cell_function(self, function: ast.expr) -> Kinds:
        return _kinds(self._facts["cells"].get(self._ctx.qualified_name(function), ()))

    def _comparison(self, node: ast.Compare, column: ast.expr) -> Kinds:
        if len(node.ops) != 1 or not isinstance(node.ops[0], _ORDER):
            return ()
        return self._compared([node.comparators[0] if node.left is column else node.left])

    def _compared(self, others: Sequence[ast.expr]) -> Kinds:
        """The kinds of a column that is compared with these."""
        if len(others) == 1 and self._ctx.called(others[0]) in self._facts["dates"]["names"]:
            return (Kind.DATE,)
        values: list[object] = []
        for other in others:
            value = self._ctx.value_of(other)
            if isinstance(value, (list, tuple)):
                values += value
            elif isinstance(other, ast.Set):
                values += [self._ctx.value_of(element) for element in other.elts]
            else:
                values.append(value)
        return _of_values(values)

    def _operation(self, node: ast.BinOp, column: ast.expr) -> Kinds:
        if isinstance(node.op, (ast.BitAnd, ast.BitOr, ast.BitXor)):
            return (Kind.BOOLEAN,)
        other = self._ctx.value_of(node.right if node.left is column else node.left)
        if isinstance(node.op, ast.Add) and isinstance(other, str):
            return (Kind.STRING,)
        is_number = isinstance(other, (int, float)) and not isinstance(other, bool)
        if is_number and isinstance(node.op, (ast.Add, *_ARITHMETIC)):
            return (Kind.FLOAT,) if isinstance(other, float) else (Kind.FLOAT, Kind.INTEGER)
        if isinstance(node.op, (ast.Mult, ast.Div, ast.Pow)):
            return (Kind.FLOAT, Kind.INTEGER)
        return ()

    def _argument(self, call: ast.Call, node: ast.expr) -> Kinds:
        name = self._ctx.call(call).name
        if name == "pandas.to_datetime":
            return self._converted(call)
        if name == "pandas.to_numeric":
            # With `errors=` the cells may be anything.
            return () if call.keywords else (Kind.FLOAT, Kind.INTEGER)
        del node
        return _kinds(self._facts["functions"].get(name, ()))

    def _converted(self, call: ast.Call) -> Kinds:
        given = {keyword.arg for keyword in call.keywords}
        if len(call.args) > 1 or given & {"unit", "origin", None}:
            return ()
        # How text is to be read as a date is only said here: the reader would guess.
        return (Kind.STRING,) if given - {"errors"} else (Kind.DATE, Kind.STRING)


def _is_text(values: Sequence[object]) -> bool:
    return bool(values) and all(isinstance(value, str) for value in values)


def _of_values(values: Sequence[object]) -> Kinds:
    """The kinds of a column whose cells are compared with these values."""
    if not values or any(value is NOT_LITERAL or value is None for value in values):
        return ()
    if all(isinstance(value, bool) for value in values):
        return (Kind.BOOLEAN,)
    if any(isinstance(value, bool) for value in values):
        return ()
    if all(isinstance(value, int) for value in values):
        return (Kind.INTEGER, Kind.FLOAT)
    if all(isinstance(value, (int, float)) for value in values):
        return (Kind.FLOAT,)
    if _is_text(values):
        if all(_ISO_DATE.fullmatch(str(value)) for value in values):
            return (Kind.DATE, Kind.STRING)
        return (Kind.STRING,)
    return ()
