"""Python as a formatter would lay it out: on one line where that fits, else one part per line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH = 88
INDENT = "    "


@dataclass(frozen=True, slots=True)
class Group:
    """Something in brackets: a call, a list, a subscript. `opening` includes all that stands before it."""

    opening: str
    parts: tuple[Node, ...]
    closing: str


@dataclass(frozen=True, slots=True)
class Chain:
    """Calls on what the call before gave."""

    start: str
    steps: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """An expression behind a name or key; in parentheses of its own where the line is too short."""

    start: str
    text: str


Node = str | Group | Chain | Value


def call(name: str, *parts: Node) -> Group:
    """A call, with its arguments as they are written."""
    return Group(f"{name}(", parts, ")")


def items(opening: str, parts: Iterable[Node], closing: str) -> Group:
    """A list, a dictionary, a subscript."""
    return Group(opening, tuple(parts), closing)


def chain(start: str, *steps: Group) -> Node:
    """Calls on what the call before gave; a single one breaks in its brackets."""
    return (
        Group(start + steps[0].opening, steps[0].parts, steps[0].closing)
        if len(steps) == 1
        else Chain(start, steps)
    )


def keyword(name: str, value: Node) -> Node:
    """A value under a name: `name=value`."""
    return prefixed(f"{name}=", value)


def prefixed(text: str, value: Node) -> Node:
    """Something with a text right before it."""
    if isinstance(value, str):
        return text + value
    if isinstance(value, Chain):
        return Chain(text + value.start, value.steps)
    if isinstance(value, Value):
        return Value(text + value.start, value.text)
    return Group(text + value.opening, value.parts, value.closing)


def lines(node: Node, depth: int = 0, ending: str = "") -> str:
    """The lines of a node, indented by `depth` steps, with the text `ending` behind it."""
    indent = INDENT * depth
    flat = indent + _flat(node) + ending
    if isinstance(node, str) or len(flat) <= WIDTH:
        return flat + "\n"
    if isinstance(node, Chain):
        steps = "".join(lines(step, depth) for step in node.steps[:-1])
        return f"{indent}{node.start}\n{steps}{lines(node.steps[-1], depth, ending)}"
    if isinstance(node, Value):
        return f"{indent}{node.start}(\n{indent}{INDENT}{node.text}\n{indent}){ending}\n"
    if not node.parts:
        return flat + "\n"
    inner = "".join(lines(part, depth + 1, ",") for part in node.parts)
    return f"{indent}{node.opening}\n{inner}{indent}{node.closing}{ending}\n"


def _flat(node: Node) -> str:
    if isinstance(node, str):
        return node
    if isinstance(node, Chain):
        return node.start + "".join(map(_flat, node.steps))
    if isinstance(node, Value):
        return node.start + node.text
    return f"{node.opening}{', '.join(map(_flat, node.parts))}{node.closing}"


def quoted(text: str) -> str:
    """A text as a literal that holds no invisible characters."""
    mark = "'" if '"' in text and "'" not in text else '"'
    return mark + "".join(_escaped(character, mark) for character in text) + mark


def _escaped(character: str, mark: str) -> str:
    if character in ("\\", mark):
        return "\\" + character
    if character.isprintable():
        return character
    short = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(character)
    code = ord(character)
    return short or (
        f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    )


def texts(values: Sequence[str]) -> Group:
    """A list of texts."""
    return items("[", map(quoted, values), "]")
