"""Files that the project writes and reads back: which readers read the path of a writer, and what a writer loses."""

from __future__ import annotations

import ast
import posixpath
import re
from collections.abc import Iterator

from mllint_rules.kit import Call, Context, FunctionNode, SemanticModel, table

_WORD = re.compile(r"\w{3,}")
_READERS = frozenset({"pandas.read_csv", "pandas.read_table"})
_FOLLOWED = 8


def readers_of(ctx: Context, path: ast.expr | None) -> Iterator[tuple[SemanticModel, Call]]:
    """The `read_csv` calls of the project that certainly read the path, with their modules, this one first."""
    if path is None:
        return
    literal = _literal(ctx.model, path)
    binding = _only_binding(ctx.model, path)
    for model, call in _reads(ctx.model):
        source = call.argument("filepath_or_buffer")
        if source is None:
            continue
        is_same_name = literal is None and binding is not None and _only_binding(model, source) is binding
        if is_same_name or (literal is not None and _literal(model, source) == literal):
            yield model, call
    words = _WORD.findall(literal.rpartition("/")[2]) if literal is not None else []
    if not words or literal is None:
        return
    for model in ctx.modules_mentioning(max(words, key=len)):
        for _, call in _reads(model):
            source = call.argument("filepath_or_buffer")
            if source is not None and _literal(model, source) == literal:
                yield model, call


def text_around(model: SemanticModel, read: Call) -> str:
    """The text of the function that reads a file, or what follows the read in the module."""
    for parent in model.index.ancestors(read.node):
        if isinstance(parent, FunctionNode):
            return model.source(parent)
    return model.document.text[model.span(read.node).start :]


def _reads(model: SemanticModel) -> Iterator[tuple[SemanticModel, Call]]:
    for last in ("read_csv", "read_table"):
        for node in model.calls_named(last):
            call = model.call(node)
            if call.matches(_READERS):
                yield model, call


def _literal(model: SemanticModel, node: ast.expr) -> str | None:
    value = model.value_of(node)
    return posixpath.normpath(value.replace("\\", "/")) if isinstance(value, str) and value else None


def _only_binding(model: SemanticModel, node: ast.expr) -> object:
    """The one definition of the name that a path is; None for other expressions."""
    definitions = model.definitions(node) if isinstance(node, ast.Name) else ()
    return definitions[0] if len(definitions) == 1 else None


def has_default_index(ctx: Context, node: ast.expr | None, depth: int = 0) -> bool:
    """Whether the index of a frame certainly numbers its rows and says nothing."""
    if node is None or depth > _FOLLOWED:
        return False
    if isinstance(node, ast.Name):
        definitions = ctx.definitions(node)
        values = [definition.statement_value for definition in definitions]
        return (
            bool(values)
            and all(has_default_index(ctx, value, depth + 1) for value in values)
            and not any(_changes_index(ctx, use) for each in definitions for use in ctx.uses(each))
        )
    if isinstance(node, ast.Subscript):
        is_accessor = isinstance(node.value, ast.Attribute) and node.value.attr in ("loc", "iloc")
        inner = node.value.value if is_accessor and isinstance(node.value, ast.Attribute) else node.value
        return ctx.is_a(node, "pandas.DataFrame") and has_default_index(ctx, inner, depth + 1)
    return isinstance(node, ast.Call) and _gives_default_index(ctx, ctx.call(node), depth)


def _gives_default_index(ctx: Context, call: Call, depth: int) -> bool:
    name = call.name or ""
    if call.unpacks:
        return False
    if name in table("roundtrips")["index"]["readers"]:
        index = call.argument("index_col")
        return index is None or is_no_index(ctx.value_of(index))
    if name == "pandas.DataFrame":
        return call.argument("index") is None and has_no_index(ctx, call.argument("data"))
    if name in ("pandas.merge", "pandas.DataFrame.merge"):
        given = (call.argument("left_index"), call.argument("right_index"))
        return all(value is None or ctx.value_of(value) is False for value in given)
    if name == "pandas.concat":
        ignored = call.argument("ignore_index")
        return ignored is not None and ctx.value_of(ignored) is True
    method = name.removeprefix("pandas.DataFrame.")
    if name in ("pandas.DataFrame.reset_index", "pandas.Series.reset_index"):
        level = call.argument("level")
        return level is None or ctx.value_of(level) is None
    facts = table("frame_columns")
    passing = {*facts["same_rows"], *facts["fewer_rows"], *facts["other_values"]} - {"set_index", "reindex"}
    if name.startswith("pandas.DataFrame.") and method in passing:
        return has_default_index(ctx, call.receiver, depth + 1)
    return False


def is_no_index(value: object) -> bool:
    """Whether a value of `index_col` says that no column is the index; 0 is the first column."""
    return value is None or value is False


def has_no_index(ctx: Context, data: ast.expr | None) -> bool:
    """Whether a frame made of this data gets an index that numbers the rows: no Series is in it."""
    if isinstance(data, ast.Dict):
        return bool(data.values) and all(
            isinstance(value, (ast.List, ast.ListComp)) or ctx.is_a(value, "builtins.list", "numpy.ndarray")
            for value in data.values
        )
    if isinstance(data, ast.List):
        return all(isinstance(element, (ast.List, ast.Tuple, ast.Dict)) for element in data.elts)
    return data is None or ctx.is_a(data, "numpy.ndarray")


def _changes_index(ctx: Context, use: ast.Name) -> bool:
    """Whether a use of a frame gives it another index in place."""
    attribute = ctx.parent(use)
    if not isinstance(attribute, ast.Attribute):
        return False
    if attribute.attr == "index":
        return not isinstance(attribute.ctx, ast.Load)
    call = ctx.parent(attribute)
    return (
        isinstance(call, ast.Call)
        and call.func is attribute
        and attribute.attr in ("set_index", "reindex", "rename_axis", "sort_index", "set_axis")
        and any(keyword.arg == "inplace" for keyword in call.keywords)
    )
