"""Frames whose columns the code states: by a reader that names them, a constructor, or a strict schema."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from mllint_rules.kit import HERE, NOT_LITERAL, Call, Context, table
from mllint_rules.rules.data._columns import ColumnRead, read_columns
from mllint_rules.rules.data._frames import FrameTrace
from mllint_rules.rules.data._polars import read_polars_columns
from mllint_rules.rules.data._roundtrips import has_no_index

_INDEX_NAMES = frozenset({"index", "level_0"})
_CONTAINERS = (ast.List, ast.Tuple, ast.Dict, ast.Set, ast.Yield, ast.YieldFrom, ast.Starred, ast.Await)


def text_list(ctx: Context, node: ast.expr | None) -> tuple[str, ...]:
    """The texts of a literal list or tuple of nothing else; empty otherwise."""
    value = ctx.value_of(node)
    if isinstance(value, (list, tuple)) and value and all(isinstance(item, str) for item in value):
        return tuple(str(item) for item in value)
    return ()


def stated_columns(ctx: Context, call: Call) -> tuple[str, ...]:
    """The columns that a frame has right after this call, when the call says so; empty when it does not."""
    facts = table("known_columns")
    if call.unpacks:
        return ()
    for parameter in facts["readers"].get(call.name, ()):
        if call.argument(parameter) is not None:
            return text_list(ctx, call.argument(parameter))
    if call.name not in facts["constructors"]:
        return ()
    for parameter in facts["constructors"][call.name]:
        given = call.argument(parameter)
        if given is not None:
            return tuple(_mapping_keys(ctx, given)) or text_list(ctx, given)
    return tuple(_mapping_keys(ctx, call.argument("data")))


def _mapping_keys(ctx: Context, node: ast.expr | None) -> Iterator[str]:
    """The keys of a dictionary display, when all of them are literal texts."""
    if isinstance(node, ast.Dict):
        keys = [NOT_LITERAL if key is None else ctx.value_of(key) for key in node.keys]
        if all(isinstance(key, str) for key in keys):
            yield from (str(key) for key in keys)


@dataclass(frozen=True, slots=True)
class Absence:
    """A column that is read from a frame which cannot have it: the reads, and the columns that there are."""

    column: str
    reads: tuple[ast.expr, ...]
    known: tuple[str, ...]


def absent_columns(
    ctx: Context, load: ast.Call, known: tuple[str, ...], *, is_polars: bool
) -> Iterator[Absence]:
    """The columns read from what `load` gives that are neither among the known ones nor made by the program."""
    columns = read_polars_columns(ctx, load) if is_polars else read_columns(ctx, load)
    if any(_may_change(ctx, columns.trace, node) for node in columns.trace.states):
        return
    has_named_index = not is_polars and _may_have_named_index(ctx, ctx.call(load))
    if has_named_index and any(_is_member(ctx, node, "reset_index") for node in columns.trace.states):
        return
    made = {change.column for change in columns.changes if change.kind == "column"}
    if None in made:
        return  # nobody knows its name
    present: set[str | None] = {*known, *made, *_INDEX_NAMES}
    missing: dict[str, list[ast.expr]] = {}
    others = _other_functions(ctx, columns.trace)
    for read in columns.found:
        if has_named_index and not isinstance(read.node, ast.Subscript):
            continue  # `groupby`, `sort_values` and others take the names of the index as well
        if read.column not in present and ctx.function_of(read.node) not in others and _is_sure(ctx, read):
            missing.setdefault(read.column, []).append(read.node)
    for column, reads in missing.items():
        if not _is_asked_for(ctx, column):
            yield Absence(column, tuple(reads), known)


def _may_have_named_index(ctx: Context, call: Call) -> bool:
    """Whether the frame may bring an index with names: from its file, or from what it is made of."""
    if call.name == "pandas.DataFrame":
        return call.argument("index") is not None or not has_no_index(ctx, call.argument("data"))
    return call.name not in table("roundtrips")["index"]["readers"]


def _is_member(ctx: Context, node: ast.expr, name: str) -> bool:
    parent = ctx.parent(node)
    return isinstance(parent, ast.Attribute) and parent.attr == name


def _is_sure(ctx: Context, read: ColumnRead) -> bool:
    """Whether a read fails without its column: no attribute, no `errors="ignore"`, nobody catches the error."""
    if isinstance(read.node, ast.Attribute):
        return False
    child: ast.AST = read.node
    for parent in ctx.ancestors(read.node):
        if isinstance(parent, ast.Call) and any(keyword.arg == "errors" for keyword in parent.keywords):
            return False
        if isinstance(parent, ast.Try) and child in parent.body:
            return False
        if isinstance(parent, (ast.If, ast.IfExp, ast.While)) and _mentions(ctx, parent.test, read.column):
            return False
        child = parent
    return not ctx.expects_failure(read.node)


def _mentions(ctx: Context, test: ast.expr, column: str) -> bool:
    return any(isinstance(node, ast.Constant) and node.value == column for node in ctx.walk(test))


def _is_asked_for(ctx: Context, column: str) -> bool:
    """Whether the module asks anywhere whether there is such a column: `"price" in df.columns`."""
    return any(
        isinstance(node.ops[0], (ast.In, ast.NotIn))
        and isinstance(node.left, ast.Constant)
        and node.left.value == column
        for node in ctx.model.index.nodes(ast.Compare)
    )


def _may_change(ctx: Context, trace: FrameTrace, node: ast.expr) -> bool:
    """Whether the frame goes where it may get further columns, or where another frame may be meant by its name."""
    parent = ctx.parent(node)
    if isinstance(node, ast.Attribute):
        return True  # an attribute of an object, which others may change
    if isinstance(node, ast.Name) and not all(
        _is_of_trace(trace, each.statement_value) for each in ctx.definitions(node)
    ):
        return True
    if isinstance(parent, (*_CONTAINERS, ast.keyword)):
        parent = ctx.parent(parent)
        if not isinstance(parent, ast.Call):
            return True
    if isinstance(parent, ast.Assign) and any(not isinstance(target, ast.Name) for target in parent.targets):
        return True
    if isinstance(parent, ast.Attribute):
        return parent.attr in table("known_columns")["opening"]["methods"]
    if isinstance(parent, ast.Call) and parent.func is not node:
        name = ctx.call(parent).name or ""
        if name.startswith(HERE):
            return name not in ctx.model.functions
        return name.partition(".")[0] not in table("known_columns")["opening"]["harmless"] or name.startswith(
            ("builtins.list.", "builtins.dict.", "builtins.set.")
        )
    return False


def _is_of_trace(trace: FrameTrace, value: ast.expr | None) -> bool:
    """Whether a definition is this frame; parameters are left to `_other_functions`."""
    return value is None or value in trace.states


def _other_functions(ctx: Context, trace: FrameTrace) -> set[ast.AST | None]:
    """The functions that are given the frame: they may be given others as well."""
    found: set[ast.AST | None] = set()
    for node in trace.states:
        call = ctx.parent(node)
        if isinstance(call, ast.keyword):
            call = ctx.parent(call)
        if isinstance(call, ast.Call) and call.func is not node:
            function = ctx.model.functions.get(ctx.call(call).name or "")
            if function is not None:
                found |= {
                    function,
                    *(inner for inner in ctx.walk(function) if isinstance(inner, ast.FunctionDef)),
                }
    return found


def nearest(name: str, known: tuple[str, ...]) -> str | None:
    """The one known name that few slips of the pen lead to; None when there is none or several."""
    most = min(2, len(name) // 3)
    near = [each for each in known if _distance(name, each) <= most]
    return near[0] if len(near) == 1 else None


def _distance(first: str, second: str) -> int:
    """The number of letters to add, leave out, change or swap with their neighbour."""
    rows = [list(range(len(second) + 1))]
    for row, letter in enumerate(first, 1):
        above, current = rows[-1], [row]
        for column, other in enumerate(second, 1):
            best = min(above[column] + 1, current[-1] + 1, above[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == second[column - 2] and first[row - 2] == other:
                best = min(best, rows[-2][column - 2] + 1)
            current.append(best)
        rows.append(current)
    return rows[-1][-1]
