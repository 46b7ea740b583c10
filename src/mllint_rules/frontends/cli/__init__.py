"""The command `mllint`: one module per command, imported when the command is given."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

from mllint_rules.frontends.cli.messages import CommandError, say

COMMANDS = {
    "check": "report what is wrong",
    "fix": "repair what can be repaired",
    "rule": "explain a rule",
    "why": "explain a line: why a rule speaks there, or does not",
    "schema": "write a schema module for data files",
    "config": "show the settings in force",
    "new-rule": "start a rule in a rule pack",
}
_INTERRUPTED = 130
_FAILED = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line (default: the one of this process) and return its exit code. Never raises."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    _replace_closed_streams()
    try:
        code = _run(arguments)
        _show("")
    except CommandError as error:
        say(f"error: {error}")
        return _FAILED
    except KeyboardInterrupt:
        say("interrupted")
        return _INTERRUPTED
    except BrokenPipeError:
        _abandon()
        return 0
    except Exception as error:
        return _report_failure(error, not {"-v", "--verbose"}.isdisjoint(arguments))
    return code


def _run(arguments: list[str]) -> int:
    name = arguments[0] if arguments else ""
    if name in {"-h", "--help", "help"}:
        _show(_overview())
        return 0
    if name in {"-V", "--version"}:
        from mllint_rules import __version__

        _show(f"mllint {__version__}\n")
        return 0
    if name not in COMMANDS:
        raise CommandError(_wrong_command(name))
    from mllint_rules.frontends.cli.parser import HelpRequested

    command = import_module(f"{__name__}.{name.replace('-', '_')}")
    try:
        options = command.build_parser().parse(arguments[1:])
    except HelpRequested as request:
        _show(request.text)
        return 0
    code: int = command.run(options)
    return code


def _wrong_command(name: str) -> str:
    if not name:
        return f"a command is missing: {', '.join(COMMANDS)}\nSee `mllint --help`."
    import os

    from mllint_rules.settings.errors import nearest_word

    if name.startswith("-"):
        problem = f"unknown option {name}"
        near = nearest_word(name, ("--help", "--version"))
        hint = (
            f"did you mean {near}?" if near else "options stand behind a command, as in `mllint check --help`"
        )
    else:
        problem = f"unknown command {name!r}"
        near = nearest_word(name, COMMANDS)
        hint = f"did you mean `mllint {near}`?" if near else f"the commands are {', '.join(COMMANDS)}"
        if near is None and os.path.exists(name):
            hint = f"did you mean `mllint check {name}`?"
    return f"{problem}; {hint}\nSee `mllint --help`."


def _overview() -> str:
    commands = "".join(f"  {name:<10} {summary}\n" for name, summary in COMMANDS.items())
    return (
        "usage: mllint COMMAND [OPTION...]\n\n"
        "A linter for machine-learning Python that repairs what it finds.\n\n"
        f"commands:\n{commands}\n"
        "options:\n  -h, --help     show this help\n  -V, --version  show the version\n\n"
        "`mllint COMMAND --help` explains a command.\n"
    )


def _report_failure(error: Exception, is_verbose: bool) -> int:
    if _is_for_people(error):
        say(f"error: {error}")
        return _FAILED
    if isinstance(error, FileNotFoundError) and _is_working_directory_gone():
        say("error: the working directory does not exist any more")
        return _FAILED
    if is_verbose:
        import traceback

        sys.stderr.write("".join(traceback.format_exception(error)))
    advice = "with the traceback above" if is_verbose else "with what the same command says with --verbose"
    problem = " ".join(f"{type(error).__name__}: {error}".split())
    say(f"internal error: {problem}. This is a bug in mllint: please report it {advice}")
    return _FAILED


def _is_working_directory_gone() -> bool:
    import os

    try:
        os.getcwd()
    except FileNotFoundError:
        return True
    return False


def _is_for_people(error: Exception) -> bool:
    """Whether the error says what somebody can put right: a configuration, a pack of rules."""
    from mllint_rules.settings.errors import SettingsError

    # Imported only where it can have been raised: it brings the whole kit along.
    registry = sys.modules.get("mllint_rules.engine.registry")
    return isinstance(error, SettingsError) or (
        registry is not None and isinstance(error, registry.BrokenPack)
    )


def _show(text: str) -> None:
    """Write text, and all that is buffered, while a failure can still be handled."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _abandon()
    except OSError as error:
        _abandon()
        raise CommandError(f"cannot write the results: {error.strerror}") from None


def _replace_closed_streams() -> None:
    """Lead nowhere what is written to a stream that the caller has closed."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            import os

            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 -- for the whole run


def _abandon() -> None:
    from mllint_rules.frontends.cli.output import abandon

    abandon(sys.stdout)
