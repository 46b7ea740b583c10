"""How much of a parse the engine takes: cold checks of the given files, every rule on, one process.

    python bench/ratio.py PATH... [--rounds N | --cold | --memory]

Prints, of the same files in the same run, the time of `ast.parse`, the time of a check (reading excluded, as for the
parse; fixes included and excluded), their ratios, and the files with the highest ratio. Each round measures each file
once both ways, in turn, so that a change of the machine's speed hits both; the median of the rounds counts.

`--cold` makes one pass of each instead, with everything a run pays once (stubs, tables, facts about the projects).
`--memory` checks the files one after another, as `mllint check --jobs 1` does, and prints the most memory that took.
"""

from __future__ import annotations

import argparse
import ast
import gc
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

from mllint_rules.engine.discovery import discover
from mllint_rules.engine.registry import load_rules
from mllint_rules.engine.session import Session
from mllint_rules.settings.loading import SettingsFinder
from mllint_rules.source.document import Document
from mllint_rules.source.reading import UnreadableFile, read_file


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cold", action="store_true")
    parser.add_argument("--memory", action="store_true")
    arguments = parser.parse_args()
    finder = SettingsFinder(isolated=True, overrides={"preset": "all"})
    session = Session(finder, load_rules())
    files = discover(arguments.paths, finder).files
    if arguments.memory:
        _measure_memory(files, session)
        return 0
    documents = _documents(files)
    if arguments.cold:
        _measure_cold(documents, session)
        return 0
    for path, document in documents[:20]:
        session.check(document, path)  # knowledge is loaded once per process, not once per file
    for title, with_fixes in (("findings only", False), ("with fixes worked out", True)):
        _measure(documents, session, arguments.rounds, title, with_fixes=with_fixes)
    return 0


def _documents(files: tuple[Path, ...]) -> list[tuple[Path, Document]]:
    found = []
    for path in files:
        try:
            document = read_file(path, str(path))
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                ast.parse(document.code)
        except (UnreadableFile, SyntaxError, ValueError, RecursionError):
            continue
        found.append((path, document))
    return found


def _measure(
    documents: list[tuple[Path, Document]], session: Session, rounds: int, title: str, *, with_fixes: bool
) -> None:
    parses: dict[Path, list[float]] = {path: [] for path, _ in documents}
    checks: dict[Path, list[float]] = {path: [] for path, _ in documents}
    gc.freeze()
    for _ in range(rounds):
        for path, document in documents:
            parses[path].append(_parse_seconds(document))
            checks[path].append(
                _seconds(lambda d=document, p=path: session.check(d, p, with_fixes=with_fixes))  # type: ignore[misc]
            )
    parse = {path: statistics.median(times) for path, times in parses.items()}
    check = {path: statistics.median(times) for path, times in checks.items()}
    lines = sum(document.lines.line_count for _, document in documents)
    print(f"{title}: {len(documents)} files, {lines:,} lines, {rounds} rounds")
    print(f"  ast.parse {sum(parse.values()):7.2f} s")
    print(f"  check     {sum(check.values()):7.2f} s")
    print(f"  ratio     {sum(check.values()) / sum(parse.values()):7.2f}")
    worst = sorted(check, key=lambda path: check[path] / parse[path], reverse=True)[:5]
    for path in worst:
        print(f"    {check[path] / parse[path]:6.1f}  {check[path] * 1000:7.1f} ms  {path}")


def _measure_cold(documents: list[tuple[Path, Document]], session: Session) -> None:
    gc.freeze()
    parse = check = 0.0
    for _, document in documents:  # one tree at a time, as in a check, and before anything is kept
        parse += _seconds(lambda document=document: ast.parse(document.code))  # type: ignore[misc]
    for path, document in documents:
        check += _seconds(lambda d=document, p=path: session.check(d, p, with_fixes=False))  # type: ignore[misc]
    print(f"one cold pass: {len(documents)} files")
    print(f"  ast.parse {parse:7.2f} s\n  check     {check:7.2f} s\n  ratio     {check / parse:7.2f}")


def _measure_memory(files: tuple[Path, ...], session: Session) -> None:
    import resource  # not on Windows

    lines = 0
    for path in files:
        try:
            document = read_file(path, str(path))
        except UnreadableFile:
            continue
        lines += document.lines.line_count
        session.check(document, path)
    # Kilobytes; bytes on macOS.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 if sys.platform == "darwin" else 1 / 1024)
    print(f"{len(files)} files, {lines:,} lines: at most {peak / 1024**2:.0f} MB")


def _parse_seconds(document: Document) -> float:
    """The time of a parse, the collector paused: between checks it would look through all that the session keeps."""
    gc.disable()
    try:
        return _seconds(lambda: ast.parse(document.code))
    finally:
        gc.enable()


def _seconds(work: Callable[[], object]) -> float:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        start = time.process_time()
        work()
        return time.process_time() - start


if __name__ == "__main__":
    sys.exit(main())
