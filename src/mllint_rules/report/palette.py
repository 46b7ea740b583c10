"""Colours by name, or none."""

from __future__ import annotations

_CODES = {
    "bold": "1",
    "red": "1;31",
    "green": "32",
    "yellow": "1;33",
    "blue": "34",
    "cyan": "1;36",
}


class Palette:
    """Colours text for a terminal, or leaves it alone when colour is off."""

    __slots__ = ("_is_on",)

    def __init__(self, is_on: bool) -> None:
        self._is_on = is_on

    def paint(self, text: str, style: str) -> str:
        """The text in a style, one of the names above."""
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if self._is_on and text else text
