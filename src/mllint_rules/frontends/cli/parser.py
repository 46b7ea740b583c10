"""Reading the arguments of a command, with errors that name the nearest valid word."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from typing import NoReturn

from mllint_rules.frontends.cli.messages import CommandError
from mllint_rules.settings.errors import nearest_word


class HelpRequested(Exception):
    """Help was asked for instead of a run; `text` is what to show."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class CommandParser(argparse.ArgumentParser):
    """The parser of one command. It raises `CommandError` where argparse would end the process."""

    def __init__(self, command: str, description: str) -> None:
        super().__init__(prog=f"mllint {command}", description=description, allow_abbrev=False)

    def parse(self, arguments: Sequence[str]) -> argparse.Namespace:
        """The options given. Raises `CommandError` for wrong ones and `HelpRequested` when help is wanted."""
        mark = arguments.index("--") if "--" in arguments else len(arguments)
        arguments, paths = arguments[:mark], arguments[mark + 1 :]
        if not {"-h", "--help"}.isdisjoint(arguments):
            raise HelpRequested(self.format_help())
        self._check_options(arguments)
        # What stands behind `--` is a path even if it begins like an option; argparse forgets that.
        escaped = [f"./{path}" if path.startswith("-") else path for path in paths]
        options, unknown = self.parse_known_intermixed_args([*arguments, *escaped])
        if unknown:
            self.error(f"unexpected argument {unknown[0]!r}")
        return options

    def error(self, message: str) -> NoReturn:
        """Raise `CommandError`, with where to read more."""
        raise CommandError(f"{message.removeprefix('argument ')}\nSee `{self.prog} --help`.")

    def _check_options(self, arguments: Sequence[str]) -> None:
        # argparse calls whatever follows an unknown option a path, and then complains about the wrong word.
        for argument in arguments:
            option = argument.partition("=")[0]
            if option.startswith("--") and option not in self._option_string_actions:
                # Without the dashes, which make all options alike.
                names = [known[2:] for known in self._option_string_actions if known.startswith("--")]
                near = nearest_word(option[2:], names)
                self.error(f"unknown option {option}" + (f"; did you mean --{near}?" if near else ""))


def one_of(kind: str, choices: Iterable[str]) -> Callable[[str], str]:
    """A reader for one of a few words; `kind` says what they are, as in `preset`."""
    valid = tuple(choices)

    def read(word: str) -> str:
        if word in valid:
            return word
        near = nearest_word(word, valid)
        hint = f"did you mean {near}?" if near else f"choose from {', '.join(valid)}"
        raise argparse.ArgumentTypeError(f"there is no {kind} {word!r}; {hint}")

    return read


def words(text: str) -> list[str]:
    """The words of a comma-separated list."""
    found = [word.strip() for word in text.split(",") if word.strip()]
    if not found:
        raise argparse.ArgumentTypeError("a rule, a code, the start of a code or a category is missing")
    return found


def job_count(text: str) -> int:
    """A number of processes; `auto` is the number of usable processors."""
    if text == "auto":
        return usable_processors()
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is neither a positive number nor auto")
    return int(text)


def usable_processors() -> int:
    """How many processors this process may use."""
    import os

    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
