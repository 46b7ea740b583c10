"""A record written as a log call: the standard library, structlog, loguru."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from mllint_rules.kit import Context, table
from mllint_rules.rules.observability._expressions import quoted
from mllint_rules.rules.observability._formats import Percent, braces_of, percent_of
from mllint_rules.rules.observability._lines import with_names
from mllint_rules.rules.observability._records import Part, Text, Value

Style = Literal["stdlib", "structlog", "loguru"]
WIDTH = 100
_ALIKE = (
    "builtins.str", "builtins.int", "builtins.float", "builtins.bool", "numpy.ndarray", "pandas.DataFrame",
    "pandas.Series",
)  # fmt: skip
_WORD = re.compile(r"\w+")
# An object shows itself in the message; as a field it would say nothing that can be searched.
_OWNERS = frozenset({"self", "cls"})


@dataclass(frozen=True, slots=True)
class LogCall:
    """A log call as text, in parts, so that it can be laid out: the arguments, and the entries of `extra`."""

    function: str
    arguments: tuple[str, ...]
    extra: tuple[str, ...] = ()

    def text(self, column: int, indent: str | None) -> str:
        """The call on one line, or with an argument a line when it would be too long.

        `column` is where it begins; `indent` the indentation of its statement, None when it is no statement.
        """
        extra = [f"extra={{{', '.join(self.extra)}}}"] if self.extra else []
        arguments = [*self.arguments, *extra]
        line = f"{self.function}({', '.join(arguments)})"
        if indent is None or column + len(line) <= WIDTH:
            return line
        margin = f"{indent}    "
        arguments[0] = f"\n{margin}".join(broken_literal(arguments[0], WIDTH - len(margin)))
        if len(arguments) == 1:
            return f"{self.function}(\n{margin}{arguments[0]}\n{indent})" if "\n" in arguments[0] else line
        if extra and len(margin) + len(extra[0]) >= WIDTH:
            entries = "".join(f"{margin}    {entry},\n" for entry in self.extra)
            arguments[-1] = f"extra={{\n{entries}{margin}}}"
        return (
            f"{self.function}(\n" + "".join(f"{margin}{argument},\n" for argument in arguments) + f"{indent})"
        )


def broken_literal(literal: str, width: int) -> list[str]:
    """A string literal cut behind spaces into literals that fit into a width."""
    if len(literal) <= width or not literal.startswith('"'):
        return [literal]
    pieces = [""]
    for word in re.findall(r"[^ ]* *", literal[1:-1]):
        if pieces[-1] and len(pieces[-1]) + len(word) + 2 > width:
            pieces.append("")
        pieces[-1] += word
    return [f'"{piece}"' for piece in pieces]


def log_call(
    logger: str, level: str, parts: Sequence[Part], style: Style, *, with_extra: bool = True
) -> LogCall:
    """The call that logs a line in a style. `with_extra` says whether stdlib records carry their values as fields."""
    named = with_names(parts, table("logging")["reserved"][style])
    function = f"{logger}.{level}"
    if style == "structlog":
        return LogCall(function, (quoted(event_name(named)), *fields(named)))
    if style == "loguru":
        return LogCall(function, (quoted(_braces_message(named)), *fields(named)))
    arguments = percent_arguments(named)
    repeated = [part for part in _distinct(named) if part.is_repeatable and part.name not in _OWNERS]
    extra = [f"{quoted(value.name)}: {value.expression}" for value in repeated] if with_extra else []
    return LogCall(function, tuple(arguments), tuple(extra))


def event_call(
    logger: str, level: str, event: str, values: Sequence[tuple[str, str]], style: Style
) -> LogCall:
    """The call that logs an event with fields that its words do not mention."""
    reserved = frozenset(table("logging")["reserved"][style])
    named = [(f"{name}_" if name in reserved else name, expression) for name, expression in values]
    function = f"{logger}.{level}"
    if style == "stdlib":
        return LogCall(function, (quoted(event),), tuple(f"{quoted(name)}: {text}" for name, text in named))
    words = "_".join(word.lower() for word in _WORD.findall(event)) if style == "structlog" else event
    return LogCall(function, (quoted(words), *(f"{name}={expression}" for name, expression in named)))


def event_name(parts: Sequence[Part]) -> str:
    """The literal words in snake case; the names of the values when there are none."""
    text = " ".join(part.text for part in parts if isinstance(part, Text))
    found = [word.lower() for word in _WORD.findall(text) if word.strip("_")]
    return "_".join(found or [value.name for value in _distinct(parts)])


def fields(parts: Sequence[Part]) -> list[str]:
    """The values as keyword arguments."""
    return [f"{value.name}={value.expression}" for value in _distinct(parts)]


def _distinct(parts: Sequence[Part]) -> list[Value]:
    found: dict[str, Value] = {}
    for part in parts:
        if isinstance(part, Value):
            found.setdefault(part.name, part)
    return list(found.values())


def percent_arguments(parts: Sequence[Part]) -> list[str]:
    """The message with `%` conversions, and its arguments."""
    has_values = any(isinstance(part, Value) for part in parts)
    message, arguments = "", []
    for part in parts:
        if isinstance(part, Text):
            message += part.text.replace("%", "%%") if has_values else part.text
            continue
        conversion, argument = _percent_argument(part)
        message += str(conversion)
        arguments.append(argument)
    return [quoted(message), *arguments]


def _percent_argument(value: Value) -> tuple[Percent, str]:
    plain = Percent("", "", "", "s")
    if value.shown is not None:
        return plain, value.shown
    conversion = value.percent or percent_of(value.spec, value.conversion, value.kind)
    if conversion is not None:
        return conversion, value.expression
    inner = {"r": "repr({})", "a": "ascii({})", "s": "str({})"}.get(value.conversion, "{}").format(
        value.expression
    )
    return plain, f"format({inner}, {quoted(value.spec)})"


def _braces_message(parts: Sequence[Part]) -> str:
    has_values = any(isinstance(part, Value) for part in parts)
    message = ""
    for part in parts:
        if isinstance(part, Text):
            message += part.text.replace("{", "{{").replace("}", "}}") if has_values else part.text
        elif part.percent is not None:
            message += f"{{{part.name}{braces_of(part.percent, part.kind)}}}"
        else:
            conversion = f"!{part.conversion}" if part.conversion else ""
            spec = f":{part.spec}" if part.spec else ""
            message += f"{{{part.name}{conversion}{spec}}}"
    return message


def is_shown_alike(value: Value, ctx: Context) -> bool:
    """Whether formatting a value later, with `%`, certainly gives the same text."""
    if not isinstance(value.node, (ast.Name, ast.Attribute, ast.Subscript)) or value.shown is not None:
        return False
    if isinstance(value.node, ast.Subscript) and not isinstance(value.node.slice, ast.Constant):
        return False
    if value.spec:
        is_float = ctx.is_a(value.node, "builtins.float") and value.spec[-1] in "eEfFgG"
        return is_float and "%" not in value.spec and "," not in value.spec and "_" not in value.spec
    return value.percent is not None or ctx.is_a(value.node, *_ALIKE)
