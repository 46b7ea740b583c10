"""What is in a notebook cell besides Python, masked so that the rest parses and no offset moves."""

from __future__ import annotations

import re

from mllint_rules.source.logical_lines import read_logical_line

# Cell magics whose body is Python that runs in the notebook.
_PYTHON_MAGICS = frozenset(
    (
        *("capture", "debug", "heat", "local", "lprun", "memit", "mprun", "prun", "pyinstrument"),
        *("scalene", "snakeviz", "time", "timeit", "wandb"),
    )
)
_CELL_MAGIC = re.compile(r"(?:[ \t\f]*(?:\r?\n|\r(?!\n)))*[ \t]*%%(?P<name>[^\s?]+)(?P<rest>[^\r\n]*)")
# How a statement that only IPython knows begins: a magic, a shell escape, a request for help, a quoted call.
_ESCAPE = re.compile(r"[ \t]*(?:%|!|\?|[,;/]\w)")
_SUSPICIOUS = re.compile(r"[%!?]|^[ \t]*[,;/]\w", re.MULTILINE)
_LINE = re.compile(r"[^\r\n]*")
_INDENT = re.compile(r"[ \t]*")
_CONTINUED = re.compile(r"(?:[^\r\n]*\\(?:\r\n|\r|\n))*[^\r\n]*")
_VISIBLE = re.compile(r"[^\r\n]")
# What stands for an escape, by the room there is. The names are IPython's own, so their values are unknown.
_STATEMENTS = ("pass", "__", "_")
_VALUES = ("__", "_")
_UNREADABLE = re.compile("[\0\ud800-\udfff]")


def cell_language(source: str) -> tuple[str | None, str]:
    """The cell magic of a cell (None without one), and the language of its body."""
    magic = _CELL_MAGIC.match(source)
    if magic is None or magic["rest"].startswith("?"):
        return None, "python"
    name = magic["name"]
    return name, "python" if name in _PYTHON_MAGICS else name


def mask_cell(source: str, language: str = "python") -> str:
    """The Python of a cell: as long as `source`, line breaks where they were, everything else blank.

    A line of IPython's becomes `pass`, the value of `files = !ls` a name, the line of a cell magic a comment;
    a cell in another language is blank. Comes back as the same object when there is nothing to mask.
    """
    if language != "python":
        return _VISIBLE.sub(" ", source)
    masked = mask_unreadable(source)
    if _SUSPICIOUS.search(masked):
        masked = _mask_escapes(masked)
    if masked[:1] in (" ", "\t", "\r", "\n"):
        masked = _dedent(masked)
    return source if masked == source else masked


def mask_unreadable(source: str) -> str:
    """Without what no Python file can hold, and the parser refuses: NUL and lone surrogates."""
    try:
        source.encode()
    except UnicodeEncodeError:
        return _UNREADABLE.sub("\ufffd", source)
    return source.replace("\0", "\ufffd")


def _mask_escapes(source: str) -> str:
    parts: list[str] = []
    position = 0
    magic = _CELL_MAGIC.match(source)
    if magic is not None and not magic["rest"].startswith("?"):
        start, position = magic.start("name") - len("%%"), magic.end()
        parts = [source[:start], _fill(("#",), source[start:position])]
    while position < len(source):
        end, masked = _mask_line(source, position)
        parts.append(masked)
        position = end
    return "".join(parts)


def _mask_line(source: str, start: int) -> tuple[int, str]:
    """The end of the logical line that begins at `start`, and what becomes of it."""
    if _ESCAPE.match(source, start):
        return _mask_statement(source, start, start)
    line = read_logical_line(source, start, ipython=True)
    if line.escape is not None:
        stop = _end_of_escape(source, line.escape)
        return stop, source[start : line.escape] + _fill(_VALUES, source[line.escape : stop])
    visible = _LINE.match(source, start)
    if line.is_help and visible is not None and visible.end() == line.stop:
        return _mask_statement(source, start, line.first)
    return line.end, source[start : line.end]


def _mask_statement(source: str, start: int, first: int) -> tuple[int, str]:
    indent = _INDENT.match(source, first)
    assert indent is not None  # it matches the empty string
    stop = _end_of_escape(source, indent.end())
    return stop, source[start : indent.end()] + _fill(_STATEMENTS, source[indent.end() : stop])


def _end_of_escape(source: str, start: int) -> int:
    """The end, without line break, of an escape; a backslash continues it on the next line."""
    continued = _CONTINUED.match(source, start)
    assert continued is not None  # it matches the empty string
    return continued.end()


def _fill(statements: tuple[str, ...], escaped: str) -> str:
    """The first statement that fits, and blanks: as long as `escaped`, with the same line breaks."""
    visible = _LINE.match(escaped)
    assert visible is not None  # it matches the empty string
    statement = next(each for each in statements if len(each) <= visible.end())
    return statement + _VISIBLE.sub(" ", escaped)[len(statement) :]


def _dedent(source: str) -> str:
    """A cell that is indented as a whole, as IPython runs it: without that indentation.

    A form feed makes Python's tokenizer count the indentation from there again, so no offset moves.
    """
    position = 0
    parts: list[str] = []
    indent: str | None = None
    while position < len(source):
        line = read_logical_line(source, position)
        text = source[position : line.end]
        if line.has_code and indent is None:
            indent = source[position : line.first]
        if indent and line.has_code and text.startswith(indent):
            text = indent[:-1] + "\f" + text[len(indent) :]
        elif line.has_code and not indent:
            return source
        parts.append(text)
        position = line.end
    return "".join(parts)


def body_start(source: str) -> int:
    """The offset behind the line of the cell magic; 0 in a cell without one."""
    magic = _CELL_MAGIC.match(source)
    if magic is None:
        return 0
    return read_logical_line(source, magic.end()).end if magic.end() < len(source) else len(source)
