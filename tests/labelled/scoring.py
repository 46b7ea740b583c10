"""Labelled programs, and how right a set of rules is about them.

A program says in trailing comments what is wrong with it (`# leak: MLL101, MLL103`), where a finding would be as right
(`# also: MLL101`), and which advisory codes it is to be judged by although it holds none of them (`# judge: MLL120`).
"""

from __future__ import annotations

import io
import re
import tokenize
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from mllint_rules.kit.rule import AnyRule
from mllint_rules.source.reading import read_text
from mllint_rules.testkit.documents import text_lines
from mllint_rules.testkit.sandbox import Sandbox, syntax_error_in

PROGRAMS = Path(__file__).resolve().parent / "leakage"
# The family's rules that no preset but `all` runs: judged only in programs that speak about them.
ADVISORY = frozenset({"MLL120", "MLL126"})
CODES = tuple(f"MLL{number}" for number in range(101, 128))

Place = tuple[str, int]  # a code and a 1-based line

# The rules are silent in tests, so the programs are checked as if they lay beside the package.
_PATH = "train.py"
_WORDS = ("leak", "also", "judge")
_COMMENT = re.compile(rf"#\s*(?:{'|'.join(_WORDS)}):")
_MARK = re.compile(r"(leak|also|judge):\s*(MLL\d{3}(?:\s*,\s*MLL\d{3})*)\s*")


@dataclass(frozen=True)
class Program:
    """A program without its marks, and what they say."""

    name: str
    text: str
    leaks: frozenset[Place] = frozenset()
    alternatives: frozenset[Place] = frozenset()
    judged: frozenset[str] = frozenset()

    @property
    def kind(self) -> str:
        """The folder it lies in."""
        return self.name.partition("/")[0]


@dataclass(frozen=True)
class Score:
    """What was found in one program, against what is there."""

    program: Program
    found: frozenset[Place]

    @property
    def right(self) -> frozenset[Place]:
        """Findings where a leak is, or where it may as well be reported."""
        return self.found & (self.program.leaks | self.program.alternatives)

    @property
    def false(self) -> frozenset[Place]:
        """Findings where nothing is."""
        return self.found - self.right

    @cached_property
    def missed(self) -> frozenset[Place]:
        """Leaks that were not found: neither in their place nor, one for one, in an alternative place of their code."""
        missed = set(self.program.leaks - self.found)
        for code, line in sorted(self.found & self.program.alternatives - self.program.leaks):
            same = [place for place in missed if place[0] == code]
            if same:
                missed.remove(min(same, key=lambda place: (abs(place[1] - line), place[1])))
        return frozenset(missed)


@dataclass(frozen=True)
class Tally:
    """Scores added up."""

    right: int = 0
    false: int = 0
    missed: int = 0
    labelled: int = 0

    @property
    def precision(self) -> float:
        """How many findings are right; 1 when there is none."""
        return self.right / (self.right + self.false) if self.right or self.false else 1.0

    @property
    def recall(self) -> float:
        """How many labelled leaks are found; 1 when there is none."""
        return 1 - self.missed / self.labelled if self.labelled else 1.0


def load_programs(folder: Path = PROGRAMS) -> tuple[Program, ...]:
    """All labelled programs, in order of their names. Raises `AssertionError` for marks that make no sense."""
    return tuple(
        parse_program(path.read_text(encoding="utf-8"), path.relative_to(folder).as_posix())
        for path in sorted(folder.rglob("*.py"))
    )


def parse_program(text: str, name: str = "program.py") -> Program:
    """Take the marks out of a program. Raises `AssertionError` for marks that make no sense."""
    lines = text_lines(text)
    marks: dict[str, set[Place]] = {word: set() for word in _WORDS}
    for token in tokenize.generate_tokens(io.StringIO(text, newline="").readline):
        if token.type != tokenize.COMMENT or not _COMMENT.match(token.string):
            continue
        number, column = token.start
        before = lines[number - 1][:column].rstrip()
        ending = lines[number - 1][len(lines[number - 1].rstrip("\r\n")) :]
        lines[number - 1] = before + ending
        for word, code in _marks(token.string, f"{name}:{number}"):
            if bool(before) == (word == "judge"):
                raise AssertionError(
                    f"{name}:{number}: `judge` has a line of its own, the others stand behind code"
                )
            marks[word].add((code, number))
    judged = {code for places in marks.values() for code, _ in places if code in ADVISORY}
    return Program(
        name, "".join(lines), frozenset(marks["leak"]), frozenset(marks["also"]), frozenset(judged)
    )


def _marks(comment: str, place: str) -> Iterator[tuple[str, str]]:
    rest = comment.removeprefix("#").strip()
    while rest:
        match = _MARK.match(rest)
        if match is None:
            raise AssertionError(f"{place}: this is no mark: {rest!r}")
        for code in match[2].split(","):
            if code.strip() not in CODES:
                raise AssertionError(f"{place}: there is no {code.strip()}")
            yield match[1], code.strip()
        rest = rest[match.end() :].removeprefix(";").strip()


def score(programs: Iterable[Program], rules: Sequence[AnyRule]) -> list[Score]:
    """Check each program with the rules. Raises `AssertionError` when one does not parse or a rule breaks."""
    sandbox = Sandbox(rules)
    return [Score(program, _found(program, sandbox)) for program in programs]


def _found(program: Program, sandbox: Sandbox) -> frozenset[Place]:
    document = read_text(program.text, _PATH)
    problem = syntax_error_in(document)
    if problem is not None:
        raise AssertionError(f"{program.name} does not parse: {problem}")
    found = set()
    for each in sandbox.check(document):
        if each.code not in CODES:
            raise AssertionError(f"{program.name}: {each.code} {each.message}")
        if each.code not in ADVISORY or each.code in program.judged:
            found.add((each.code, document.lines.position(each.span.start)[0]))
    return frozenset(found)


def tally(scores: Iterable[Score], codes: Iterable[str]) -> Tally:
    """The scores of some codes, added up."""
    wanted = frozenset(codes)

    def count(places: Iterable[Place]) -> int:
        return sum(code in wanted for code, _ in places)

    columns = [(each.right, each.false, each.missed, each.program.leaks) for each in scores]
    return Tally(*(sum(map(count, column)) for column in zip(*columns, strict=True)))


def overall(scores: Sequence[Score]) -> Tally:
    """The score of the presets `recommended` and `strict` together."""
    return tally(scores, set(CODES) - ADVISORY)


def show_table(scores: Sequence[Score]) -> str:
    """A line for each code, and one for all of `recommended` and `strict`."""
    rows: Mapping[str, Tally] = {
        **{code: tally(scores, [code]) for code in CODES},
        "strict": overall(scores),
        "advisory": tally(scores, ADVISORY),
    }
    lines = [f"{'':9} {'labelled':>8} {'right':>6} {'false':>6} {'missed':>6} {'precision':>9} {'recall':>7}"]
    for title, each in rows.items():
        mark = "*" if title in ADVISORY else ""
        lines.append(
            f"{title + mark:9} {each.labelled:8} {each.right:6} {each.false:6} {each.missed:6}"
            f" {each.precision:9.3f} {each.recall:7.3f}"
        )
    return "\n".join([*lines, "* advisory: in no figure of strict"])


def show_errors(scores: Sequence[Score]) -> str:
    """Every miss and every false alarm, with the line it is about."""
    lines = []
    for each in scores:
        text = text_lines(each.program.text)
        wrong = [(line, code, "missed") for code, line in each.missed]
        wrong += [(line, code, "false alarm") for code, line in each.false]
        for line, code, word in sorted(wrong):
            lines.append(f"{each.program.name}:{line}: {code} {word}: {text[line - 1].strip()}")
    return "\n".join(lines) or "no misses, no false alarms"


def counts_by_kind(programs: Iterable[Program]) -> dict[str, Counter[str]]:
    """For each folder the number of programs, of those without a leak, and of labels by code."""
    counts: dict[str, Counter[str]] = {}
    for program in programs:
        count = counts.setdefault(program.kind, Counter())
        count["programs"] += 1
        count["clean"] += not program.leaks
        count.update(code for code, _ in program.leaks)
    return counts
