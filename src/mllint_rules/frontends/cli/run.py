"""The run that `check` and `fix` have in common: files in, a report out, an exit code."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path
from time import monotonic

from mllint_rules.engine.discovery import Discovery, discover
from mllint_rules.engine.registry import load_rules
from mllint_rules.engine.run import FileResult, check_files, display_path, fix_files
from mllint_rules.engine.session import Session
from mllint_rules.frontends.cli import progress, stdin
from mllint_rules.frontends.cli.messages import CommandError, say
from mllint_rules.frontends.cli.options import overrides
from mllint_rules.frontends.cli.output import open_output
from mllint_rules.frontends.cli.parser import usable_processors
from mllint_rules.frontends.cli.reporting import write_report
from mllint_rules.report.display import escape
from mllint_rules.report.summary import Action, Summary, plural
from mllint_rules.settings.loading import SettingsFinder


def run_action(options: Namespace, action: Action) -> int:
    """Check or repair what the options name, and return the exit code.

    Raises `CommandError` and `SettingsError` for what the user can put right.
    """
    finder = SettingsFinder(config=options.config, isolated=options.isolated, overrides=overrides(options))
    if stdin.is_wanted(options):
        return _run_on_stdin(options, action, finder)
    return _run_on_files(options, action, finder)


def _run_on_stdin(options: Namespace, action: Action, finder: SettingsFinder) -> int:
    name: str | None = options.stdin_filename
    settings = finder.for_stdin(Path(name) if name else None)
    summary = Summary(action, settings.unsafe_fixes)
    session = Session(finder, load_rules(), infer_from_data=options.infer_from_data)
    result, new_text = stdin.process(stdin.read(), name, session, summary)
    with stdin.open_report(options.output_file, new_text) as output:
        write_report([result], summary, output, options, settings.output_format)
    return exit_code(summary, options.exit_zero)


def _run_on_files(options: Namespace, action: Action, finder: SettingsFinder) -> int:
    started = monotonic()
    settings = finder.for_folder(Path.cwd())
    found = _discover(options, finder)
    if options.show_files:
        with open_output(options.output_file) as output:
            output.write("".join(f"{escape(display_path(file))}\n" for file in found.files))
        return 2 if found.problems else 0
    summary = Summary(action, settings.unsafe_fixes)
    session = Session(finder, load_rules(), infer_from_data=options.infer_from_data)
    with open_output(options.output_file) as output:
        results = _process(found, session, summary, options)
        if progress.is_wanted(options.no_progress, options.quiet):
            results = progress.track(results, len(found.files))
        write_report(results, summary, output, options, settings.output_format)
    if not options.quiet:
        _say_more(found, finder)
    if options.verbose:
        seconds = f"{monotonic() - started:.2f} s"
        origin = "defaults" if settings.origin is None else display_path(settings.origin)
        say(f"read {plural(summary.files, 'file')} in {seconds}; settings of this folder: {origin}")
    return 2 if found.problems else exit_code(summary, options.exit_zero)


def _discover(options: Namespace, finder: SettingsFinder) -> Discovery:
    """The files to read. A path that does not exist stops the run before anything is read or repaired."""
    found = discover([Path(path) for path in options.paths], finder, force_exclude=options.force_exclude)
    wrong = [problem for problem in found.problems if problem.is_usage_error]
    if wrong:
        raise CommandError("; ".join(f"{escape(str(problem.path))}: {problem.message}" for problem in wrong))
    for problem in found.problems:
        say(f"warning: {escape(str(problem.path))}: {problem.message}")
    return found


def _process(
    found: Discovery, session: Session, summary: Summary, options: Namespace
) -> Iterable[FileResult]:
    jobs: int = options.jobs or usable_processors()
    if summary.action is Action.CHECK:
        return check_files(found.files, session, jobs=jobs)
    is_written = summary.action is Action.FIX
    return fix_files(found.files, session, jobs=jobs, write=is_written)


def _say_more(found: Discovery, finder: SettingsFinder) -> None:
    for hint in finder.hints:
        say(f"note: {hint}")
    if not found.files and not found.problems:
        say("warning: there are no Python files or notebooks under the given paths")


def exit_code(summary: Summary, exit_zero: bool) -> int:
    """0: clean, 1: something was found (a preview: there is something to do), 2: a rule failed."""
    if summary.has_internal_error:
        return 2
    is_clean = not (summary.fixed if summary.action is Action.PREVIEW else summary.problems)
    return 0 if is_clean or exit_zero else 1
