"""The schemas that a document defines: what they are called, which columns they have, what they do to a frame."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from mllint_rules.kit import HERE, Context, table
from mllint_rules.rules.data._syntax import literal_items
from mllint_rules.rules.data._types import ColumnType, Kind, stated_type

_CHANGING_PARSERS = frozenset({"parser", "dataframe_parser"})
_TRANSFORMERS = frozenset({"pydantic.field_validator", "pydantic.model_validator", "pydantic.validator"})


@dataclass(frozen=True, slots=True)
class Schema:
    """A schema of this document.

    `library` is `pandera`, `pydantic`, `typed_dict` or `other`. `columns` have None where the type is not known.
    `changes` says that what validation returns may differ from what it was given; `coerces` that it converts types;
    `is_strict` that a frame with further columns does not come through as it is.
    """

    name: str
    library: str
    node: ast.AST
    columns: dict[str, ColumnType | None] = field(default_factory=dict)
    coerces: bool = False
    changes: bool = False
    is_strict: bool = False


def schemas(ctx: Context) -> tuple[Schema, ...]:
    """All schemas that the document defines, as classes or as objects bound to a name."""
    return ctx.once(_all_schemas)


def _all_schemas(ctx: Context) -> tuple[Schema, ...]:
    return tuple(_defined_schemas(ctx))


def _defined_schemas(ctx: Context) -> Iterator[Schema]:
    kinds = table("validation")["schemas"]
    for name, node in ctx.model.classes.by_name.items():
        bases = ctx.model.bases(name)[1:]
        for library in ("pandera", "pydantic", "typed_dict", "other"):
            if not set(kinds[library]).isdisjoint(bases):
                yield _class_schema(ctx, name, node, library)
    for assign in ctx.model.index.nodes(ast.Assign):
        target = assign.targets[0]
        if isinstance(assign.value, ast.Call) and ctx.called(assign.value) in kinds["objects"]:
            yield _object_schema(ctx, ast.unparse(target), assign.value)


def schema_of(ctx: Context, node: ast.expr) -> Schema | None:
    """The schema that an expression denotes, when this document defines it."""
    name = ctx.qualified_name(node)
    if name is not None and name.startswith(HERE):
        return ctx.once(_by_node).get(ctx.model.classes.by_name.get(name))
    return ctx.once(_by_node).get(ctx.expression_of(node))


def _by_node(ctx: Context) -> dict[ast.AST | None, Schema]:
    """The schemas by what defines them; the first where one class is several."""
    return {schema.node: schema for schema in reversed(schemas(ctx))}


# Classes


def _class_schema(ctx: Context, name: str, node: ast.ClassDef, library: str) -> Schema:
    columns: dict[str, ColumnType | None] = {}
    configuration: dict[str, object] = {}
    changes = False
    for base in reversed(ctx.model.bases(name)):
        own = ctx.model.classes.by_name.get(base)
        for statement in own.body if own is not None else ():
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                columns[_column(ctx, statement)] = _field_type(ctx, statement, library)
                changes = changes or _changes_cells(ctx, statement.value)
            elif isinstance(statement, ast.ClassDef) and statement.name == "Config":
                configuration |= _assignments(ctx, statement)
            elif isinstance(statement, ast.FunctionDef):
                changes = changes or _is_parser(ctx, statement)
    columns.pop("model_config", None)
    coerces = library == "pydantic" or bool(configuration.get("coerce"))
    removes = configuration.get("strict") == "filter" or bool(configuration.get("drop_invalid_rows"))
    adds = bool(configuration.get("add_missing_columns"))
    is_strict = configuration.get("strict") not in (None, False)
    return Schema(name, library, node, columns, coerces, changes or coerces or removes or adds, is_strict)


def _column(ctx: Context, statement: ast.AnnAssign) -> str:
    """The column of a field: its alias where it has one."""
    if isinstance(statement.value, ast.Call):
        call = ctx.call(statement.value)
        for name in ("alias", "validation_alias"):
            alias = ctx.value_of(call.argument(name))
            if isinstance(alias, str):
                return alias
    assert isinstance(statement.target, ast.Name)
    return statement.target.id


def _field_type(ctx: Context, statement: ast.AnnAssign, library: str) -> ColumnType | None:
    annotation = statement.annotation
    if isinstance(annotation, ast.BinOp):  # `int | None`
        annotation = annotation.left
    if isinstance(annotation, ast.Subscript):
        inner = annotation.slice
        annotation = inner.elts[0] if isinstance(inner, ast.Tuple) and inner.elts else inner
    found = _stated(ctx, annotation) if library == "pandera" else stated_type(ctx, annotation)
    if found is not None and annotation is not statement.annotation and found.dtype == "int64":
        return ColumnType(found.kind, "Int64")  # it may be missing
    return found


def _stated(ctx: Context, node: ast.expr) -> ColumnType | None:
    """The type that passes a pandera schema, which wants plain text for `str` and not the nullable type."""
    if ctx.qualified_name(node) == "builtins.str":
        return ColumnType(Kind.STRING, "str")
    return stated_type(ctx, node)


def _changes_cells(ctx: Context, value: ast.expr | None) -> bool:
    """Whether a field coerces by itself or fills what is missing."""
    if not isinstance(value, ast.Call):
        return False
    call = ctx.call(value)
    coerces = ctx.value_of(call.argument("coerce")) not in (None, False)
    return (
        coerces or ctx.value_of(call.argument("default")) is not None or call.argument("parsers") is not None
    )


def _is_parser(ctx: Context, function: ast.FunctionDef) -> bool:
    for decorator in ctx.decorators(function):
        name = decorator or ""
        if name in _TRANSFORMERS or (
            name.startswith("pandera.") and name.rpartition(".")[2] in _CHANGING_PARSERS
        ):
            return True
    return False


def _assignments(ctx: Context, node: ast.ClassDef) -> dict[str, object]:
    return {
        target.id: ctx.value_of(statement.value)
        for statement in node.body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name)
    }


# Objects


def _object_schema(ctx: Context, name: str, node: ast.Call) -> Schema:
    call = ctx.call(node)
    columns: dict[str, ColumnType | None] = {}
    changes = False
    given = call.argument("columns")
    for column, value in literal_items(None if given is None else ctx.expression_of(given)):
        if isinstance(column, str):
            dtype = ctx.call(value).argument("dtype") if isinstance(value, ast.Call) else None
            columns[column] = _stated(ctx, dtype) if dtype is not None else None
            changes = changes or _changes_cells(ctx, value)
    coerces = ctx.value_of(call.argument("coerce")) is True
    removes = ctx.value_of(call.argument("strict")) == "filter"
    other = any(
        ctx.value_of(call.argument(word)) not in (False, None)
        for word in ("add_missing_columns", "parsers", "drop_invalid_rows")
    )
    return Schema(name, "pandera", node, columns, coerces, changes or coerces or removes or other)
