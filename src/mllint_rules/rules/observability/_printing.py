"""Calls that print, read as lines, and their repair: a record in place of the line."""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mllint_rules.kit import (
    Call,
    Context,
    FixPlan,
    FixUnavailable,
    Verb,
    delete,
    position,
    replace,
    unsafe_fix,
)
from mllint_rules.rules.observability._expressions import quoted, written
from mllint_rules.rules.observability._indentation import step_of
from mllint_rules.rules.observability._levels import level_of
from mllint_rules.rules.observability._lines import with_names, without_ornaments
from mllint_rules.rules.observability._logger import logger_for
from mllint_rules.rules.observability._progress import is_in_bar, progress_verbs
from mllint_rules.rules.observability._records import Part, Text, Value, read_arguments, read_message
from mllint_rules.rules.observability._styles import LogCall, Style, log_call

PRINTERS = ("print", "pprint.pprint", "pprint.pp")
WRITERS = ("sys.stdout.write", "sys.stderr.write")
_INSTRUCTIONS = ("noqa", "pylint:", "type:", "pragma:", "fmt:")
_OUTPUTS = {"sys.stdout": False, "sys.__stdout__": False, "sys.stderr": True, "sys.__stderr__": True}


@dataclass(frozen=True, slots=True)
class Line:
    """What one call prints. `is_whole` is false when the line goes on elsewhere (`end=""`, `"\\r"`)."""

    call: Call
    arguments: tuple[ast.expr, ...]
    separator: str
    to_stderr: bool
    is_whole: bool
    is_written: bool = False


def read_line(call: Call, ctx: Context) -> Line | None:
    """The line that a call prints; None when it may go somewhere else than to the console."""
    node = call.node
    if any(keyword.arg is None for keyword in node.keywords):
        return None
    name = call.name or ""
    if name in WRITERS or not name.startswith(("builtins.", "pprint.")):
        is_write = name in WRITERS
        return Line(
            call,
            tuple(node.args[:1]),
            " ",
            name == WRITERS[1],
            not is_write or _ends_line(node, ctx),
            is_write,
        )
    if name.startswith("pprint."):
        stream = call.keyword("stream")
        to_stderr = _output(stream.value if stream else _second(node), ctx)
        return (
            None if to_stderr is None else Line(call, tuple(node.args[:1]), " ", to_stderr, bool(node.args))
        )
    file = call.keyword("file")
    to_stderr = _output(file.value if file else None, ctx)
    if to_stderr is None:
        return None
    separator = _text_of(call.keyword("sep"), " ", ctx)
    end = _text_of(call.keyword("end"), "\n", ctx)
    is_whole = separator is not None and end is not None and end.endswith("\n") and "\r" not in end
    return Line(call, tuple(node.args), " " if separator is None else separator, to_stderr, is_whole)


def _second(node: ast.Call) -> ast.expr | None:
    return node.args[1] if len(node.args) > 1 else None


def _output(node: ast.expr | None, ctx: Context) -> bool | None:
    """Whether a stream is standard error; None when it may be an open file."""
    if node is None or (isinstance(node, ast.Constant) and node.value is None):
        return False
    return _OUTPUTS.get(ctx.qualified_name(node) or "")


def _text_of(keyword: ast.keyword | None, default: str, ctx: Context) -> str | None:
    """The literal text given for `sep` or `end`; None when it is computed."""
    if keyword is None:
        return default
    value = ctx.value_of(keyword.value)
    if value is None:
        return default
    return value if isinstance(value, str) else None


def _ends_line(node: ast.Call, ctx: Context) -> bool:
    parts = read_message(node.args[0], ctx) if node.args else []
    return bool(parts) and isinstance(parts[-1], Text) and parts[-1].text.endswith("\n")


def parts_of(line: Line, ctx: Context) -> list[Part]:
    """The texts and values of a line, ornaments left out. Raises `FixUnavailable` for what is no whole line."""
    if not line.is_whole or _is_continuation(line.call, ctx):
        raise FixUnavailable("the line goes on elsewhere")
    parts = read_arguments(line.arguments, line.separator, ctx)
    if any(isinstance(part, Text) and "\r" in part.text for part in parts):
        raise FixUnavailable("the line is written over itself")
    return without_ornaments(parts)


def _prints_by_function(ctx: Context) -> dict[ast.AST | None, list[ast.Call]]:
    """The calls of `print` in each function and at module level, in source order."""
    found: dict[ast.AST | None, list[ast.Call]] = {}
    for node in sorted(ctx.model.index.calls.get("print", ()), key=position):
        found.setdefault(ctx.function_of(node), []).append(node)
    return found


def _is_continuation(call: Call, ctx: Context) -> bool:
    """Whether the call before this one leaves its line open (`end=""`)."""
    prints = ctx.once(_prints_by_function).get(ctx.function_of(call.node), [])
    before = bisect_left(prints, position(call.node), key=position)
    if not before:
        return False
    last = prints[before - 1]
    end = next((keyword.value for keyword in last.keywords if keyword.arg == "end"), None)
    if end is None or any(keyword.arg == "file" for keyword in last.keywords):
        return False
    text = ctx.value_of(end)
    return not (text is None or (isinstance(text, str) and text.endswith("\n")))


def holds_comment(node: ast.expr, ctx: Context) -> bool:
    """Whether a comment other than an instruction for a linter stands inside an expression."""
    text = ctx.source(node)
    if "#" not in text or "\n" not in text:
        return False
    import io
    import tokenize

    tokens = tokenize.generate_tokens(io.StringIO(f"({text})").readline)
    comments = [token.string for token in tokens if token.type == tokenize.COMMENT]
    return not all(comment.lstrip("# ").startswith(_INSTRUCTIONS) for comment in comments)


def level_in(line: Line, parts: Sequence[Part], ctx: Context) -> str:
    """The level of a line."""
    text = "".join(part.text if isinstance(part, Text) else "\0" for part in parts)
    values = [part.node for part in parts if isinstance(part, Value)]
    return level_of(text, values, line.call.node, ctx, to_stderr=line.to_stderr)


def line_repair(
    line: Line,
    ctx: Context,
    *,
    with_extra: bool,
    change: Callable[[Part], Part] = lambda part: part,
    following: Callable[[list[Part]], list[str]] = lambda parts: [],
) -> FixPlan:
    """A log call in place of the line; a line without words or values is removed.

    `change` adapts each part, and `following` gives further lines to put behind the call, made of the named parts.
    Raises `FixUnavailable`.
    """
    node = line.call.node
    statement = ctx.statement(node)
    is_statement = isinstance(statement, ast.Expr) and statement.value is node
    if line.is_written and not is_statement:
        raise FixUnavailable("the number of characters is used")
    original = [change(part) for part in parts_of(line, ctx)]
    parts = _without_traceback(original, line, ctx)
    if not parts:
        return unsafe_fix("Remove the empty line", *_removal(statement, ctx, is_statement=is_statement))
    if holds_comment(node, ctx):
        raise FixUnavailable("a comment would be lost")
    logger = logger_for(ctx, node)
    level = level_in(line, original, ctx)
    made = log_call(logger.name, level, parts, logger.style, with_extra=with_extra)
    further = following(with_names(parts, ())) if is_statement else []
    return unsafe_fix(
        "Log a record instead", *logger.verbs, *replacement(node, made, logger.style, ctx, further)
    )


def written_around_bar(line: Line, ctx: Context) -> FixPlan | None:
    """`tqdm.write` in the place of a line in the loop of a progress bar; None for other places and lines."""
    node = line.call.node
    if not is_in_bar(node, ctx) or not line.is_whole or line.is_written or holds_comment(node, ctx):
        return None
    if any(isinstance(argument, ast.Starred) for argument in line.arguments) or not line.arguments:
        return None
    texts = [written(argument, ctx) for argument in line.arguments]
    is_text = len(texts) == 1 and ctx.is_a(line.arguments[0], "builtins.str")
    text = texts[0] if is_text else f"str({texts[0]})"
    if len(texts) > 1:
        text = f"{quoted(line.separator)}.join(map(str, ({', '.join(texts)})))"
    reach = ctx.reach("tqdm", "tqdm")
    stream = f", file={ctx.reach('sys').text}.stderr" if line.to_stderr else ""
    verbs = (*reach.verbs, *(ctx.reach("sys").verbs if line.to_stderr else ()))
    return unsafe_fix(
        "Write it around the progress bar", *verbs, replace(node, f"{reach.text}.write({text}{stream})")
    )


def _without_traceback(parts: list[Part], line: Line, ctx: Context) -> list[Part]:
    """The parts without `traceback.format_exc()`, which a record made in a handler carries by itself."""
    kept = [part for part in parts if not (isinstance(part, Value) and _is_traceback(part.node, ctx))]
    if len(kept) == len(parts) or level_in(line, parts, ctx) != "exception":
        return parts
    if kept and isinstance(kept[-1], Text):
        kept[-1] = Text(kept[-1].text.rstrip(" \t\n:-,"))
    return [part for part in kept if isinstance(part, Value) or part.text] or [Text("exception caught")]


def _is_traceback(node: ast.expr, ctx: Context) -> bool:
    return isinstance(node, ast.Call) and ctx.called(node) == "traceback.format_exc" and not node.args


def replacement(
    node: ast.Call, made: LogCall, style: Style, ctx: Context, further: Sequence[str] = ()
) -> tuple[Verb, ...]:
    """The verbs that put a log call in the place of another call, laid out for it and kept out of progress bars."""
    statement = ctx.statement(node)
    around = progress_verbs(node, ctx) if style == "stdlib" else ()
    before = ctx.document.lines.line_text(node.lineno)[: statement.col_offset]
    is_statement = isinstance(statement, ast.Expr) and statement.value is node and not before.strip()
    indent = before + step_of(before) if around else before
    text = made.text(len(indent), indent if is_statement else None)
    if is_statement:
        text += "".join(f"\n{indent}{line}" for line in further)
    return (replace(node, text), *around)


def _removal(statement: ast.stmt, ctx: Context, *, is_statement: bool) -> tuple[Verb, ...]:
    if not is_statement:
        raise FixUnavailable("the call is part of an expression")
    parent = ctx.parent(statement)
    for _, block in ast.iter_fields(parent) if parent is not None else ():
        if isinstance(block, list) and statement in block:
            # When every statement of a block goes, the first leaves `pass` behind.
            others = [each for each in block if each is not statement]
            if (
                not isinstance(parent, ast.Module)
                and block[0] is statement
                and all(_is_empty(each, ctx) for each in others)
            ):
                return (replace(statement, "pass"),)
    return (delete(statement),)


def _is_empty(statement: ast.stmt, ctx: Context) -> bool:
    """Whether a statement prints nothing but an ornament."""
    if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
        return False
    call = ctx.call(statement.value)
    if call.name != "builtins.print":
        return False
    line = read_line(call, ctx)
    try:
        return line is not None and not parts_of(line, ctx)
    except FixUnavailable:
        return False
