"""Format specifications: those of `format` as those of `%`, and the other way round."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "number", "unknown"]

_BRACES = re.compile(
    r"(?:(?P<fill>.)?(?P<align>[<>=^]))?(?P<sign>[+\- ])?(?P<alternate>#)?(?P<zero>0)?(?P<width>\d+)?"
    r"(?P<group>[_,])?(?:\.(?P<precision>\d+))?(?P<type>[A-Za-z%])?\Z",
    re.S,
)
_NUMERIC = "deEfFgGxXo"
PERCENT = re.compile(
    r"%(?:\((?P<key>[^)]*)\))?(?P<flags>[#0\- +]*)(?P<width>\*|\d+)?(?:\.(?P<precision>\*|\d+))?[hlL]?"
    r"(?P<type>[diouxXeEfFgGcrsa%])"
)


@dataclass(frozen=True, slots=True)
class Percent:
    """One `%` conversion taken apart."""

    flags: str
    width: str
    precision: str
    type: str

    def __str__(self) -> str:
        precision = f".{self.precision}" if self.precision else ""
        return f"%{self.flags}{self.width}{precision}{self.type}"


def percent_of(spec: str, conversion: str, kind: Kind) -> Percent | None:
    """The `%` conversion that prints a value like a format specification; None when there is none.

    `conversion` is the letter behind `!` (or nothing), `kind` what is known of the value: alignment without a
    sign for it depends on that.
    """
    letter = conversion if conversion in ("r", "a") else "s"
    if not spec:
        return Percent("", "", "", letter)
    match = _BRACES.match(spec)
    if match is None or match["alternate"] or match["group"] or match["align"] in ("^", "="):
        return None
    if match["fill"] not in (None, " "):
        return None
    type_ = match["type"] or ""
    if type_ and type_ in _NUMERIC and not conversion:
        left = "-" if match["align"] == "<" else ""
        if match["align"] and match["zero"]:
            return None
        sign = match["sign"] if match["sign"] in ("+", " ") else ""
        return Percent(
            left + sign + (match["zero"] or ""), match["width"] or "", match["precision"] or "", type_
        )
    return _text_conversion(match, letter, "text" if conversion else kind)


def _text_conversion(match: re.Match[str], letter: str, kind: Kind) -> Percent | None:
    """The `%s` for text, or for anything that is only put into a column."""
    is_text = kind == "text" or match["type"] == "s"
    if match["type"] not in (None, "s") or match["sign"] or match["zero"]:
        return None
    if match["precision"] and not is_text:
        return None
    if match["width"] and not match["align"] and not is_text and kind == "unknown":
        return None
    is_left = match["align"] == "<" or (not match["align"] and is_text)
    flags = "-" if is_left and match["width"] else ""
    return Percent(flags, match["width"] or "", match["precision"] or "", letter)


def braces_of(percent: Percent, kind: Kind) -> str:
    """What stands behind the name in `{name…}` to print a value like a `%` conversion.

    `%d` cuts fractions off and takes what `format` refuses, so that only proven numbers keep their type letter.
    """
    left = "<" if "-" in percent.flags else ""
    precision = f".{percent.precision}" if percent.precision else ""
    if percent.type in "rsac":
        letter = percent.type if percent.type in "ra" else "s"
        if not percent.width and not precision:
            return "" if letter == "s" else f"!{letter}"
        return f"!{letter}:{left or '>'}{percent.width}{precision}"
    sign = next((flag for flag in percent.flags if flag in "+ "), "")
    zero = "0" if "0" in percent.flags and not left else ""
    if percent.type in "eEfFgG":
        return f":{left}{sign}{zero}{percent.width}{precision}{percent.type}"
    if percent.type in "xXo" and kind == "number":
        return f":{left}{sign}{zero}{percent.width}{percent.type}"
    if kind == "number" and (sign or percent.width):
        return f":{left}{sign}{zero}{percent.width}"
    return f"!s:{left or (zero + '>')}{percent.width}" if percent.width else ""
