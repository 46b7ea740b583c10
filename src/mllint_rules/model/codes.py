"""Rule codes: `ML`, a family letter, three digits; and the codes of the engine itself."""

from __future__ import annotations

import re

_CODE = re.compile(r"ML[A-Z][0-9]{3}\Z")


class RuleCode(str):
    """A permanent rule code such as `MLX101`. Raises `ValueError` for anything else."""

    __slots__ = ()

    def __new__(cls, text: str) -> RuleCode:
        if not _CODE.match(text):
            raise ValueError(f"not a rule code: {text!r} (expected ML, a family letter and three digits)")
        return super().__new__(cls, text)

    @property
    def family(self) -> str:
        """The three letters shared by the family, as `MLX`."""
        return self[:3]


# What the engine itself reports: (code, name, summary). They are always on and cannot be repaired by a rule.
INTERNAL_ERROR = ("ML000", "internal-error")
SYNTAX_ERROR = ("ML001", "syntax-error")
UNREADABLE_FILE = ("ML002", "unreadable-file")
UNUSED_SUPPRESSION = ("ML003", "unused-suppression")

ENGINE_CODES = dict((INTERNAL_ERROR, SYNTAX_ERROR, UNREADABLE_FILE, UNUSED_SUPPRESSION))
