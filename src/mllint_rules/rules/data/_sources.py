"""Where a frame is read from, and what it may be called after that."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from mllint_rules.kit import Call, Context

_IN_MEMORY = frozenset({"io.StringIO", "io.BytesIO"})
_PACKAGED = ("importlib.resources.", "importlib_resources.", "pkgutil.get_data", "pkg_resources.")
_FOLLOWED = 4  # names through which a path is followed
_VERBS = re.compile(r"^_*(?:load|read|get|fetch|import|open|parse|prepare|make|build)_+")
_PLAIN = frozenset(
    {
        "df",
        "data",
        "dataset",
        "frame",
        "result",
        "ret",
        "out",
        "tmp",
        "temp",
        "x",
        "table",
        "file",
        "csv",
        "dataframe",
    }
)
_VAGUE = frozenset({"to", "from", "file", "files", "dataframe", "by", "and"})
_WORDS = re.compile(r"[A-Za-z0-9]+")
_SOURCE_PARAMETERS = (
    "filepath_or_buffer",
    "source",
    "io",
    "path_or_buf",
    "path",
    "sql",
    "file",
    "fname",
    "input_file",
    "urlpath",
    "path_or_buffer",
)


def source_of(call: Call) -> ast.expr | None:
    """The path or buffer that a reader is given."""
    first = call.positional(0)
    if first is not None:
        return first
    return next((k.value for k in call.node.keywords if k.arg in _SOURCE_PARAMETERS), None)


def is_made_in_program(ctx: Context, call: Call) -> bool:
    """Whether the text that is read stands in the program: `read_csv(StringIO("a,b\\n1,2"))`."""
    source = _resolved(ctx, source_of(call))
    if not isinstance(source, ast.Call) or ctx.called(source) not in _IN_MEMORY:
        return False
    return not source.args or isinstance(ctx.value_of(source.args[0]), str | bytes)


def is_packaged(ctx: Context, call: Call) -> bool:
    """Whether the file is shipped with the code that reads it: found by `__file__` or as a package resource."""
    return any(_is_own_place(ctx, node) for node in _path_parts(ctx, source_of(call), 0))


def is_package_data(ctx: Context, call: Call) -> bool:
    """Whether the file lies in the package of the module that reads it, and changes only with a release."""
    if not ctx.is_in_package:
        return False
    parts = list(_path_parts(ctx, source_of(call), 0))
    # The first step up leads from the module to its folder, a second one out of it.
    steps = sum(_steps_up(ctx, node) for node in parts)
    return steps <= 1 and any(_is_own_place(ctx, node) for node in parts)


def _path_parts(ctx: Context, node: ast.expr | None, depth: int) -> Iterator[ast.AST]:
    """The parts of the expression of a path, and of what its names stand for where that is certain."""
    if node is None or depth > _FOLLOWED:
        return
    for inner in ast.walk(node):
        yield inner
        if isinstance(inner, ast.Name):
            definitions = ctx.definitions(inner)
            value = definitions[0].value if len(definitions) == 1 else None
            if definitions and definitions[0].annotation is None:
                yield from _path_parts(ctx, value, depth + 1)


def _is_own_place(ctx: Context, node: ast.AST) -> bool:
    if isinstance(node, ast.Name):
        return node.id == "__file__"
    return isinstance(node, ast.Call) and any(name.startswith(_PACKAGED) for name in _called_names(ctx, node))


def _steps_up(ctx: Context, node: ast.AST) -> int:
    """How many folders up a part of a path leads; `parents[n]` and `".."` count as leading out of the package."""
    if isinstance(node, ast.Attribute):
        return {"parent": 1, "parents": 2, "pardir": 2}.get(node.attr, 0)
    if isinstance(node, ast.Constant):
        return 2 if isinstance(node.value, str) and ".." in node.value else 0
    return int(isinstance(node, ast.Call) and ctx.called(node) == "os.path.dirname")


def _called_names(ctx: Context, call: ast.Call) -> list[str]:
    """What a call may call: several names after `try: from importlib… except ImportError: from importlib_…`."""
    name = ctx.called(call)
    function = call.func
    module, ending = (
        (function.value, f".{function.attr}") if isinstance(function, ast.Attribute) else (function, "")
    )
    if name is not None or not isinstance(module, ast.Name):
        return [name or ""]
    return [f"{definition.target or ''}{ending}" for definition in ctx.definitions(module)]


def path_of(ctx: Context, call: Call) -> str | None:
    """The literal path that is read."""
    source = source_of(call)
    value = ctx.value_of(source) if source is not None else None
    return value if isinstance(value, str) else None


def source_name(ctx: Context, call: Call) -> str:
    """What the data is called, in lower case with underscores: after the file, else the function, else the variable."""
    for text in (_file_stem(ctx, call), _function_stem(ctx, call), _variable(ctx, call)):
        words = [word.lower() for word in _WORDS.findall(text or "")]
        name = "_".join(words)
        if name and name not in _PLAIN and not name[0].isdigit():
            return name
    return "data"


def _file_stem(ctx: Context, call: Call) -> str | None:
    source = _resolved(ctx, source_of(call))
    for node in reversed(list(ast.walk(source))) if source is not None else ():
        # The last text of `os.path.join(folder, "orders.csv")`, `folder / "orders.csv"` or an f-string.
        value = node.value if isinstance(node, ast.Constant) else None
        if isinstance(value, str) and "." in value and not isinstance(ctx.parent(node), ast.keyword):
            stem = re.split(r"[\\/]", value.split("?")[0])[-1].partition(".")[0]
            if len(stem) > 1:
                return stem
    return None


def _function_stem(ctx: Context, call: Call) -> str | None:
    function = ctx.function_of(call.node)
    if function is None or not _VAGUE.isdisjoint(function.name.lower().split("_")):
        return None
    stem = _VERBS.sub("", function.name)
    return re.sub(r"_*(?:data|df|csv|frame|file|dataset)$", "", stem) if stem != function.name else None


def _variable(ctx: Context, call: Call) -> str | None:
    statement = ctx.statement(call.node)
    target = statement.targets[0] if isinstance(statement, ast.Assign) else None
    name = getattr(target, "id", getattr(target, "attr", None))
    return re.sub(r"(?:^df_+|_+df$)", "", name) if isinstance(name, str) else None


def _resolved(ctx: Context, node: ast.expr | None) -> ast.expr | None:
    """The expression that a name stands for, when that is certain."""
    for _ in range(4):
        if not isinstance(node, ast.Name):
            break
        definitions = ctx.definitions(node)
        value = definitions[0].statement_value if len(definitions) == 1 else None
        if value is None:
            break
        node = value
    return node
