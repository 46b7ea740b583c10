"""The schema class that a fix writes."""

from __future__ import annotations

import ast
import json
import keyword
import re
from dataclasses import dataclass

from mllint_rules.kit import Context
from mllint_rules.rules.data._columns import ColumnRead, Columns
from mllint_rules.rules.data._declared_types import Types
from mllint_rules.rules.data._syntax import is_raising
from mllint_rules.rules.data._types import ColumnType, Kind

# Names that mean something else in the body of a model.
_RESERVED = frozenset(
    {
        "Config", "build_schema_", "empty", "example", "from_json", "from_yaml", "get_metadata", "pydantic_validate",
        "strategy", "to_json", "to_json_schema", "to_schema", "to_yaml", "validate", "int", "float", "str", "bool",
        "object", "Any", "pd", "pa",
    }
)  # fmt: skip
_BOUNDS = {ast.Gt: "gt", ast.GtE: "ge", ast.Lt: "lt", ast.LtE: "le"}
_OPPOSITE = {ast.Gt: ast.LtE, ast.GtE: ast.Lt, ast.Lt: ast.GtE, ast.LtE: ast.Gt}
_MIRRORED = {ast.Gt: ast.Lt, ast.GtE: ast.LtE, ast.Lt: ast.Gt, ast.LtE: ast.GtE}


@dataclass(frozen=True, slots=True)
class Modules:
    """How the libraries are written in the document."""

    pandas: str
    pandera: str
    anything: str


def schema_class(
    ctx: Context,
    name: str,
    origin: str,
    *,
    names: tuple[str, ...],
    columns: Columns,
    types: Types,
    modules: Modules,
) -> str:
    """The text of `class <name>(pa.DataFrameModel)` with a field for every column of `names`."""
    taken: set[str] = {name.partition(".")[0] for name in (modules.pandas, modules.pandera, modules.anything)}
    fields = []
    for column in names:
        attribute = _attribute_name(column, taken)
        taken.add(attribute)
        options = [] if attribute == column else [f"alias={json.dumps(column, ensure_ascii=False)}"]
        known = types.get(column)
        constraints = constraints_of(ctx, columns.reads_of(column))
        options += constraints
        if "nullable=False" not in options and _may_be_missing(known):
            options.append("nullable=True")
        options = [option for option in options if option != "nullable=False"]
        annotation = _annotation(known, modules)
        field = f" = {modules.pandera}.Field({', '.join(options)})" if options else ""
        fields.append(f"    {attribute}: {annotation}{field}\n")
    return (
        f"class {name}({modules.pandera}.DataFrameModel):\n"
        f'    """Columns that the program reads from {origin}."""\n'
        "\n" + "".join(fields) + "\n"
        "    class Config:\n"
        "        coerce = True\n"
        "        strict = False\n"
    )


def needs_any(names: tuple[str, ...], types: Types) -> bool:
    """Whether some column's type is not known."""
    return any(_plain_annotation(types.get(column)) is None for column in names)


def needs_pandas(names: tuple[str, ...], types: Types) -> bool:
    """Whether some annotation is a type of pandas."""
    return any((_plain_annotation(types.get(column)) or "").startswith("pd.") for column in names)


_PLAIN = {
    "string": "pd.StringDtype", "boolean": "pd.BooleanDtype", "category": "pd.CategoricalDtype",
    "Int64": "pd.Int64Dtype", "Int32": "pd.Int32Dtype", "Int16": "pd.Int16Dtype", "Int8": "pd.Int8Dtype",
    "Float64": "pd.Float64Dtype", "Float32": "pd.Float32Dtype", "int64": "int", "float64": "float", "bool": "bool",
    "str": "str", "int32": "pa.Int32", "int16": "pa.Int16", "int8": "pa.Int8", "float32": "pa.Float32",
    "uint8": "pa.UInt8", "uint16": "pa.UInt16", "uint32": "pa.UInt32",
}  # fmt: skip


def _may_be_missing(known: ColumnType | None) -> bool:
    """Whether the type has room for missing cells: the integers and truth values of NumPy do not."""
    dtype = known.dtype if known is not None else None
    return dtype is None or not dtype.startswith(("int", "uint", "bool")) or dtype == "boolean"


def _plain_annotation(known: ColumnType | None) -> str | None:
    if known is None:
        return None
    return "pa.DateTime" if known.kind is Kind.DATE else _PLAIN.get(known.dtype or "")


def _annotation(known: ColumnType | None, modules: Modules) -> str:
    plain = _plain_annotation(known)
    if plain is None:
        return modules.anything
    head, dot, rest = plain.partition(".")
    return {"pd": modules.pandas, "pa": modules.pandera}.get(head, head) + dot + rest


def _attribute_name(column: str, taken: set[str]) -> str:
    """A field's name: the column where Python and pandera allow it."""
    name = column
    if not name.isidentifier() or not name.isascii():
        name = re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_").lower() or "column"
        name = f"column_{name}" if name[0].isdigit() else name
    if name.startswith("_"):
        name = name.lstrip("_") or "column"
    while keyword.iskeyword(name) or name in _RESERVED or name in taken:
        name += "_"
    return name


def constraints_of(ctx: Context, reads: list[ColumnRead]) -> list[str]:
    """What the code proves about the values: `assert (df["a"] >= 0).all()` gives `ge=0`."""
    found: dict[str, str] = {}
    for read in reads:
        if not (read.is_value and read.is_raw):
            continue
        call, is_negated = _quantified(ctx, read.node)
        if call is None:
            continue
        test = ctx.parent(read.node)
        if isinstance(test, ast.Compare) and len(test.ops) == 1:
            bound = _bound(ctx, test, read.node, is_negated=is_negated)
            if bound is not None:
                found.setdefault(*bound)
        elif isinstance(test, ast.Attribute) and not is_negated:
            argument = _isin(ctx, test)
            if test.attr in ("notna", "notnull"):
                found["nullable"] = "False"
            elif argument is not None:
                found.setdefault("isin", argument)
    return [f"{name}={value}" for name, value in found.items()]


def _bound(ctx: Context, test: ast.Compare, column: ast.expr, *, is_negated: bool) -> tuple[str, str] | None:
    operator: type[ast.cmpop] = type(test.ops[0])
    other = test.comparators[0]
    if test.left is not column:
        operator, other = _MIRRORED.get(operator, operator), test.left
    if is_negated:
        operator = _OPPOSITE.get(operator, ast.Eq)
    value = ctx.value_of(other)
    if operator not in _BOUNDS or not isinstance(value, (int, float)) or isinstance(value, bool):
        return None
    return _BOUNDS[operator], repr(value)


def _isin(ctx: Context, attribute: ast.Attribute) -> str | None:
    call = ctx.parent(attribute)
    if attribute.attr != "isin" or not isinstance(call, ast.Call) or len(call.args) != 1:
        return None
    value = ctx.value_of(call.args[0])
    if not isinstance(value, (list, tuple)):
        return None
    return (
        f"[{', '.join(json.dumps(v, ensure_ascii=False) if isinstance(v, str) else repr(v) for v in value)}]"
    )


def _quantified(ctx: Context, column: ast.expr) -> tuple[ast.Call | None, bool]:
    """The `.all()` that must hold or the `.any()` that must not, around a test of a column; and whether it must not."""
    node: ast.AST | None = ctx.parent(column)
    if isinstance(node, ast.Attribute):
        node = ctx.parent(node)
    attribute = ctx.parent(node) if node is not None else None
    call = ctx.parent(attribute) if isinstance(attribute, ast.Attribute) else None
    if not isinstance(attribute, ast.Attribute) or not isinstance(call, ast.Call):
        return None, False
    around = ctx.parent(call)
    if attribute.attr == "all" and isinstance(around, ast.Assert) and around.test is call:
        return call, False
    if (
        attribute.attr == "any"
        and isinstance(around, ast.If)
        and around.test is call
        and is_raising(ctx, around.body)
    ):
        return call, True
    if attribute.attr == "all" and isinstance(around, ast.UnaryOp) and isinstance(around.op, ast.Not):
        outer = ctx.parent(around)
        if isinstance(outer, ast.If) and outer.test is around and is_raising(ctx, outer.body):
            return call, False
    return None, False
