"""What is said to people on stderr, and the error that stops a command."""

from __future__ import annotations

import sys


class CommandError(Exception):
    """A command cannot do what it was asked to; the text says what is wrong. Ends with exit code 2."""


def say(message: str) -> None:
    """Tell people something that is not a result."""
    sys.stderr.write(f"mllint: {message}\n")
