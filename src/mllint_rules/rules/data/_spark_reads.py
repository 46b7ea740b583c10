"""The chain of calls that builds a reader of Spark: `spark.read.option(…).schema(…).csv(path)`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from mllint_rules.kit import Call, Context, table

_FOLLOWED = 12


def chain(ctx: Context, call: Call) -> Iterator[ast.Call | None]:
    """The calls before one on the same reader, the nearest first; None at the end where more may stand before.

    Nothing stands before the attribute `read` or `readStream` of a session.
    """
    node = call.receiver
    for _ in range(_FOLLOWED):
        if isinstance(node, ast.Name):
            definitions = ctx.definitions(node)
            value = definitions[0].statement_value if len(definitions) == 1 else None
            if value is None:
                break
            node = value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node
            node = node.func.value
        elif isinstance(node, ast.Attribute) and node.attr in ("read", "readStream"):
            return
        else:
            break
    yield None


def is_untyped_text(ctx: Context, call: Call) -> bool:
    """Whether the reader certainly reads text and nobody gave it a schema."""
    facts = table("spark_reads")
    schema = call.argument("schema")
    if call.unpacks or (schema is not None and not _is_none(schema)):
        return False
    formats: list[object] = (
        [ctx.value_of(call.argument("format"))] if call.argument("format") is not None else []
    )
    for earlier in chain(ctx, call):
        if earlier is None:
            return False
        method = earlier.func.attr if isinstance(earlier.func, ast.Attribute) else ""
        if method == "schema":
            return False
        if method == "format" and earlier.args:
            formats.append(ctx.value_of(earlier.args[0]))
    if call.name in facts["readers"]:
        return True
    return bool(formats) and str(formats[0]).lower() in facts["formats"]


def reads_records(ctx: Context, call: Call) -> bool:
    """Whether what is read are records of the program and no files: `spark.read.json(df.rdd.map(…))`."""
    source = call.positional(0) or call.argument("path")
    if isinstance(source, ast.Name):
        definitions = ctx.definitions(source)
        source = definitions[0].statement_value if len(definitions) == 1 else None
    makers = table("spark_reads")["records"]
    if isinstance(source, ast.Call):
        source = source.func
    return isinstance(source, ast.Attribute) and source.attr in makers


def inference(ctx: Context, call: Call) -> ast.AST | None:
    """What tells the reader to infer the types from the data: `inferSchema=True`, `.option("inferSchema", "true")`."""
    for node in (call.node, *(each for each in chain(ctx, call) if each is not None)):
        for keyword in node.keywords:
            if keyword.arg == "inferSchema" and _is_on(ctx, keyword.value):
                return keyword
        is_option = (
            isinstance(node.func, ast.Attribute) and node.func.attr == "option" and len(node.args) == 2
        )
        if (
            is_option
            and str(ctx.value_of(node.args[0])).lower() == "inferschema"
            and _is_on(ctx, node.args[1])
        ):
            return node.args[0]
    return None


def _is_on(ctx: Context, node: ast.expr) -> bool:
    return str(ctx.value_of(node)).lower() == "true"


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
