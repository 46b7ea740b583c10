"""Many files: read, check or fix, write; in one process or several, always in the same order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from mllint_rules.engine.diagnostics import engine_diagnostic
from mllint_rules.engine.session import Session
from mllint_rules.model.codes import UNREADABLE_FILE
from mllint_rules.model.diagnostic import Diagnostic
from mllint_rules.model.text import Span
from mllint_rules.source.document import Document, Kind
from mllint_rules.source.reading import UnreadableFile, load_bytes, read_bytes, read_text

_CHUNK = 16  # files a worker takes at a time
_WORTH_IT = 24  # files from which starting processes pays


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one file.

    `diagnostics` is what remains, in order; `text` what their spans refer to (None when there are none);
    `applied` the fixes that were applied and `reverted` messages about fixes that had to be undone; `diff` the
    change as a unified diff, when asked for; `cells` of a notebook as (number, start, end).
    """

    path: str
    diagnostics: tuple[Diagnostic, ...]
    text: str | None = None
    applied: tuple[Diagnostic, ...] = ()
    reverted: tuple[str, ...] = ()
    diff: str = ""
    cells: tuple[tuple[int, int, int], ...] = ()


def check_files(
    files: Sequence[Path], session: Session, *, jobs: int = 1, with_fixes: bool = True
) -> Iterator[FileResult]:
    """Check files, in the order given. Raises `SettingsError` for a wrong configuration beside one of them."""
    yield from _run(files, session, partial(_check_file, with_fixes=with_fixes), jobs)


def fix_files(
    files: Sequence[Path], session: Session, *, jobs: int = 1, unsafe: bool | None = None, write: bool = True
) -> Iterator[FileResult]:
    """Fix files, in the order given; without `write` only say how, as a diff."""
    yield from _run(files, session, partial(_fix_file, unsafe=unsafe, write=write), jobs)


def check_stdin(text: str, filename: str, session: Session) -> FileResult:
    """Check text that stands for the file called `filename`."""
    try:
        document = read_text(text, filename.replace(os.sep, "/"))
    except UnreadableFile as error:
        return _unreadable(filename, error)
    return _result(document, session.check(document, Path(filename)))


def fix_stdin(
    text: str, filename: str, session: Session, *, unsafe: bool | None = None
) -> tuple[FileResult, str]:
    """Fix text that stands for the file called `filename`: what remains, and the new text."""
    from mllint_rules.source.writing import encode

    try:
        document = read_text(text, filename.replace(os.sep, "/"))
    except UnreadableFile as error:
        return _unreadable(filename, error), text
    outcome = session.fix(document, Path(filename), unsafe=unsafe)
    new_text = "\ufeff" * document.has_bom + outcome.document.text
    if document.kind is Kind.NOTEBOOK:
        original = text.encode("utf-8", "surrogatepass")
        new_text = encode(document, outcome.document, original).decode("utf-8", "surrogatepass")
    diff = _diff(document.path, text, new_text)
    return _result(outcome.document, outcome.remaining, outcome.applied, outcome.reverted, diff), new_text


def display_path(path: Path) -> str:
    """A path as reports show it: relative to the working directory where possible, with `/`."""
    text = os.fspath(path)
    relative = (
        os.path.relpath(text) if os.path.splitdrive(text)[0] == os.path.splitdrive(os.getcwd())[0] else text
    )
    return (text if relative.startswith("..") and not os.path.isabs(text) else relative).replace(os.sep, "/")


def _check_file(path: Path, session: Session, *, with_fixes: bool) -> FileResult:
    shown = display_path(path)
    try:
        document = read_bytes(load_bytes(path), shown)
    except UnreadableFile as error:
        return _unreadable(shown, error)
    return _result(document, session.check(document, path, with_fixes=with_fixes))


def _fix_file(path: Path, session: Session, *, unsafe: bool | None, write: bool) -> FileResult:
    from mllint_rules.source.writing import ChangedMeanwhile, UnwritableFile, encode, write_file

    shown = display_path(path)
    try:
        data = load_bytes(path)
        document = read_bytes(data, shown)
    except UnreadableFile as error:
        return _unreadable(shown, error)
    outcome = session.fix(document, path, unsafe=unsafe)
    if outcome.document.text == document.text:
        return _result(document, outcome.remaining, (), outcome.reverted)
    try:
        repaired = encode(document, outcome.document, data)
        if write:
            write_file(path, repaired, expected=data)
    except (ChangedMeanwhile, UnwritableFile) as error:
        failure = engine_diagnostic(UNREADABLE_FILE, f"not repaired: {error}", document, Span(0, 0))
        return _result(document, (failure, *session.check(document, path)), (), outcome.reverted)
    encoding = document.encoding
    diff = "" if write else _diff(shown, data.decode(encoding), repaired.decode(encoding))
    return _result(outcome.document, outcome.remaining, outcome.applied, outcome.reverted, diff)


def _result(
    document: Document,
    diagnostics: tuple[Diagnostic, ...],
    applied: tuple[Diagnostic, ...] = (),
    reverted: tuple[str, ...] = (),
    diff: str = "",
) -> FileResult:
    cells: tuple[tuple[int, int, int], ...] = ()
    if document.kind is Kind.NOTEBOOK and diagnostics:
        cells = tuple((cell.number, cell.span.start, cell.span.end) for cell in document.cells)
    text = document.text if diagnostics else None
    return FileResult(document.path, diagnostics, text, applied, reverted, diff, cells)


def _unreadable(shown: str, error: UnreadableFile) -> FileResult:
    document = Document(shown, "")
    return FileResult(shown, (engine_diagnostic(UNREADABLE_FILE, str(error), document, Span(0, 0)),), "")


def _diff(path: str, before: str, after: str) -> str:
    """The change of a file as patch tools read it: of the whole file, which for a notebook is its JSON."""
    import difflib

    # Behind a tab, patch tools no longer take blanks for the end of the name.
    name = f"{path}\t" if " " in path else path
    lines = difflib.unified_diff(_lines(before), _lines(after), fromfile=name, tofile=name)
    return "".join(
        line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in lines
    )


def _lines(text: str) -> list[str]:
    """Lines as patch tools count them: at line feeds only."""
    lines = [line + "\n" for line in text.split("\n")]
    last = lines.pop().removesuffix("\n")
    return [*lines, last] if last else lines


# Processes

_Work = Callable[[Path, Session], FileResult]
_session: Session | None = None


def _run(files: Sequence[Path], session: Session, work: _Work, jobs: int) -> Iterator[FileResult]:
    if jobs <= 1 or len(files) < _WORTH_IT:
        for path in files:
            yield work(path, session)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    packs = tuple(sorted({rule.module for rule in session.rules}))
    executor = ProcessPoolExecutor(
        min(jobs, -(-len(files) // _CHUNK)),
        get_context("spawn"),
        _start_worker,
        (session.finder, packs, session.infer_from_data),
    )
    try:
        with _held_interrupts():
            chunks = executor.map(partial(_work_chunk, work), _chunks(files))
        for results in chunks:
            yield from results
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _held_interrupts() -> Iterator[None]:
    """Ctrl-C waits until the workers are started: they inherit the wait, and do not die of it while starting."""
    import signal

    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _chunks(files: Iterable[Path]) -> Iterator[list[Path]]:
    iterator = iter(files)
    while chunk := list(islice(iterator, _CHUNK)):
        yield chunk


def _start_worker(finder: object, modules: Sequence[str], infer_from_data: bool) -> None:
    """Make this process ready: the same rules and settings; Ctrl-C is for the parent to handle."""
    import signal

    from mllint_rules.engine.registry import rules_in_modules
    from mllint_rules.settings.loading import SettingsFinder

    global _session  # noqa: PLW0603  (a worker serves one run)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    assert isinstance(finder, SettingsFinder)
    _session = Session(finder, rules_in_modules(modules), infer_from_data=infer_from_data)


def _work_chunk(work: _Work, files: Sequence[Path]) -> list[FileResult]:
    assert _session is not None
    return [work(path, _session) for path in files]
