"""Records: the literal words and the values of a line, whatever way it was put together.

A line is read from an f-string, `%`, `.format`, `+` or the arguments of `print`. What comes out is the same: a row
of texts and values, of which a logging style makes an event with fields.
"""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from mllint_rules.kit import Context, FixUnavailable
from mllint_rules.rules.observability._expressions import is_repeatable, kind_of, operand, quoted, written
from mllint_rules.rules.observability._formats import PERCENT, Kind, Percent
from mllint_rules.rules.observability._names import exception_name

_PATH = re.compile(r"(\w*)((?:\.\w+|\[[^\]]+\])*)\Z")
_STEP = re.compile(r"\.(\w+)|\[([^\]]+)\]")
_DECORATION = re.compile(r"[\s\-=*#~_+.<>|/\\^:]*\Z")
_CONVERSIONS = {114: "r", 115: "s", 97: "a"}


@dataclass(frozen=True, slots=True)
class Text:
    """Literal words."""

    text: str


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a line: the expression, how it is to be shown, and the name of its field (given last).

    `shown` is the expression that shows it where no format can be carried over. `is_argument` says that it was
    an argument of its own, which takes its name from the label before it; `is_exception` that it is what an `except`
    around the line caught. `find_kind` works out the type: only repairs need it.
    """

    node: ast.expr
    expression: str
    conversion: str = ""
    spec: str = ""
    percent: Percent | None = None
    find_kind: Callable[[], Kind] = lambda: "unknown"
    shown: str | None = None
    is_argument: bool = False
    is_exception: bool = False
    name: str = ""

    @property
    def kind(self) -> Kind:
        """Whether it certainly is text or a number."""
        return self.find_kind()

    @property
    def is_repeatable(self) -> bool:
        """Whether the expression may stand in the record twice."""
        return is_repeatable(self.node)


Part = Text | Value


class _NotReadable(Exception):
    """The expression is not put together in a way that can be taken apart."""


def read_message(node: ast.expr, ctx: Context) -> list[Part]:
    """The texts and values that an expression puts together; one value when it does not."""
    try:
        return _merged(_parts(node, ctx))
    except _NotReadable:
        return [_value(node, ctx)]


def read_arguments(arguments: Sequence[ast.expr], separator: str, ctx: Context) -> list[Part]:
    """The texts and values of a line that `print` makes of its arguments."""
    parts: list[Part] = []
    for position, argument in enumerate(arguments):
        if isinstance(argument, ast.Starred):
            read: list[Part] = [_joined_values(argument, separator, ctx)]
        else:
            read = read_message(argument, ctx)
            if len(read) == 1 and isinstance(read[0], Value):
                read = [replace(read[0], is_argument=True)]
        if position and not (separator == " " and _has_space_between(parts, read)):
            parts.append(Text(separator))
        parts += read
    return _merged(parts)


def _has_space_between(left: Sequence[Part], right: Sequence[Part]) -> bool:
    """Whether a text brings its own space: `print("loss ", loss)` prints two by mistake."""
    before, after = left[-1] if left else None, right[0] if right else None
    return (isinstance(before, Text) and before.text.endswith(" ")) or (
        isinstance(after, Text) and after.text.startswith(" ")
    )


def _joined_values(argument: ast.Starred, separator: str, ctx: Context) -> Value:
    """`*values`: they are joined like `print` does. Raises `FixUnavailable` when they can be read only once."""
    if not isinstance(argument.value, (ast.Name, ast.Attribute, ast.Subscript)):
        raise FixUnavailable("the values behind the star can be read only once")
    values = written(argument.value, ctx)
    return Value(
        argument.value, values, shown=f"{quoted(separator)}.join(map(str, {values}))", is_argument=True
    )


def _value(node: ast.expr, ctx: Context) -> Value:
    return Value(
        node,
        written(node, ctx),
        find_kind=lambda: kind_of(node, ctx),
        is_exception=_is_caught_exception(node, ctx),
    )


def _is_caught_exception(node: ast.expr, ctx: Context) -> bool:
    """`error` or `str(error)` under `except … as error`."""
    name = exception_name(node)
    return name is not None and any(
        isinstance(around, ast.ExceptHandler) and around.name == name for around in ctx.ancestors(node)
    )


def _merged(parts: Sequence[Part]) -> list[Part]:
    merged: list[Part] = []
    for part in parts:
        if isinstance(part, Text) and merged and isinstance(merged[-1], Text):
            merged[-1] = Text(merged[-1].text + part.text)
        elif not isinstance(part, Text) or part.text:
            merged.append(part)
    return merged


def _parts(node: ast.expr, ctx: Context) -> list[Part]:
    if isinstance(node, ast.Constant) and not isinstance(node.value, bytes):
        return [Text(str(node.value))]
    if isinstance(node, ast.JoinedStr):
        return [part for piece in node.values for part in _piece(piece, ctx)]
    if isinstance(node, ast.BinOp):
        return _operation(node, ctx)
    if isinstance(node, ast.Call):
        function = node.func
        if (
            isinstance(function, ast.Attribute)
            and function.attr == "format"
            and _literal(function.value) is not None
        ):
            return list(_formatted(node, _literal(function.value) or "", ctx))
        if _is_str_call(node, ctx):
            return (
                _parts(node.args[0], ctx) if _is_textual(node.args[0], ctx) else [_value(node.args[0], ctx)]
            )
    return [_value(node, ctx)]


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _is_str_call(node: ast.expr, ctx: Context) -> bool:
    if (
        not isinstance(node, ast.Call)
        or len(node.args) != 1
        or node.keywords
        or isinstance(node.args[0], ast.Starred)
    ):
        return False
    return ctx.qualified_name(node.func) == "builtins.str"


def _is_textual(node: ast.expr, ctx: Context) -> bool:
    """Whether an expression certainly is text that was put together here."""
    if _literal(node) is not None or isinstance(node, ast.JoinedStr) or _is_str_call(node, ctx):
        return True
    if isinstance(node, ast.BinOp):
        if isinstance(node.op, ast.Add):
            return _is_textual(node.left, ctx) or _is_textual(node.right, ctx)
        return isinstance(node.op, (ast.Mod, ast.Mult)) and _literal(node.left) is not None
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and _literal(node.func.value) is not None
    )


def _operation(node: ast.BinOp, ctx: Context) -> list[Part]:
    template = _literal(node.left)
    if isinstance(node.op, ast.Mod) and template is not None:
        return list(_interpolated(template, node.right, ctx))
    if isinstance(node.op, ast.Add) and _is_textual(node, ctx):
        return [*_parts(node.left, ctx), *_parts(node.right, ctx)]
    if isinstance(node.op, ast.Mult):
        # `"-" * width` draws a line, however long.
        drawn = template if template is not None else _literal(node.right)
        if drawn is not None and _DECORATION.match(drawn):
            return [Text(drawn * 3)]
    return [_value(node, ctx)]


def _piece(piece: ast.expr, ctx: Context) -> list[Part]:
    """One part of an f-string."""
    if not isinstance(piece, ast.FormattedValue):
        return _parts(piece, ctx)
    conversion = _CONVERSIONS.get(piece.conversion, "")
    spec = "" if piece.format_spec is None else _static_spec(piece.format_spec)
    if spec is None:  # `{x:{width}}`: the width is known when the line is made
        return [replace(_value(piece.value, ctx), shown=ast.unparse(ast.JoinedStr([piece])))]
    if not spec and conversion in ("", "s") and _is_textual(piece.value, ctx):
        return _parts(piece.value, ctx)
    return [replace(_value(piece.value, ctx), conversion=conversion, spec=spec)]


def _static_spec(node: ast.expr) -> str | None:
    pieces = node.values if isinstance(node, ast.JoinedStr) else [node]
    texts = [_literal(piece) for piece in pieces]
    return None if None in texts else "".join(text or "" for text in texts)


def _interpolated(template: str, right: ast.expr, ctx: Context) -> Iterator[Part]:
    """`template % right`."""
    matches = list(PERCENT.finditer(template))
    asked = [match for match in matches if match["type"] != "%"]
    values = iter(_interpolated_values(asked, right))
    end = 0
    for match in matches:
        yield Text(template[end : match.start()])
        end = match.end()
        if match["type"] == "%":
            yield Text("%")
            continue
        percent = Percent(match["flags"], match["width"] or "", match["precision"] or "", match["type"])
        yield replace(_value(next(values), ctx), percent=percent)
    if "%" in PERCENT.sub("", template):
        raise _NotReadable
    yield Text(template[end:])


def _interpolated_values(asked: list[re.Match[str]], right: ast.expr) -> list[ast.expr]:
    if any("*" in (match["width"], match["precision"]) for match in asked):
        raise _NotReadable
    if any(match["key"] is not None for match in asked):
        if not isinstance(right, ast.Dict):
            raise _NotReadable
        named = {
            _literal(key): value
            for key, value in zip(right.keys, right.values, strict=True)
            if key is not None
        }
        if None in right.keys or any(match["key"] not in named for match in asked):
            raise _NotReadable
        return [named[match["key"]] for match in asked]
    values = right.elts if isinstance(right, ast.Tuple) else [right]
    if len(values) != len(asked) or any(isinstance(value, ast.Starred) for value in values):
        raise _NotReadable
    return values


def _formatted(call: ast.Call, template: str, ctx: Context) -> Iterator[Part]:
    """`template.format(…)`."""
    if any(isinstance(argument, ast.Starred) for argument in call.args):
        raise _NotReadable
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    if None in named:
        raise _NotReadable
    try:
        pieces = list(string.Formatter().parse(template))
    except ValueError:
        raise _NotReadable from None
    automatic = 0
    for literal, field, spec, conversion in pieces:
        yield Text(literal)
        if field is None:
            continue
        match = _PATH.match(field)
        if match is None or "{" in (spec or ""):
            raise _NotReadable
        key = match[1]
        if not key:
            key, automatic = str(automatic), automatic + 1
        if key.isdigit():
            value = call.args[int(key)] if int(key) < len(call.args) else None
        else:
            value = named.get(key)
        if value is None:
            raise _NotReadable
        yield replace(_item(value, match[2], ctx), conversion=conversion or "", spec=spec or "")


def _item(value: ast.expr, path: str, ctx: Context) -> Value:
    """The value at a path such as `.shape[0]` of a `.format` field."""
    if not path:
        return _value(value, ctx)
    expression = operand(value, ctx)
    for attribute, key in _STEP.findall(path):
        if attribute:
            expression += f".{attribute}"
        else:
            expression += f"[{key}]" if key.isdigit() else f"[{quoted(key)}]"
    return Value(ast.parse(expression, mode="eval").body, expression)
