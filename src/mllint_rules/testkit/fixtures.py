"""Fixture files: plain Python with carets in comments under the code that is to be reported.

    state = read("m.pt")
    #       ^^^^ MLX101 can run code

The carets cover the finding on the first of its lines; then come the code and a part of the message. A
finding that begins in the column of the comment sign is marked by carets right behind it (`#^^^ MLX101`),
and what carets cannot say is said by columns (`# @1-5 MLX101`, both included). Comment lines with carets are
taken out before checking. A file without carets asserts silence.

`expression  # reveal: pandas.DataFrame` asserts what the value of the statement is taken for. The text below
`# === fixed (safe) ===` or `# === fixed (unsafe) ===` is what fixing must give. A first line
`# mllint-test: path=src/train.py python=3.12 rules=a,b settings={"seed": 7}` says what the file is taken for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from mllint_rules.testkit.documents import text_lines

_HEADER = "# mllint-test:"
_HEADER_WORD = re.compile(r"\s*(?:(path|rules|python)=(\S*)|(settings)=(\{.*\})\s*\Z)")
_DIVIDER = re.compile(r"# === fixed(?: \((\w+)\))? ===[ \t]*")
_CODE = r"(?P<code>ML[A-Z0-9][0-9]{2,3})\b"
_MARK = re.compile(rf"(?:(?P<carets>\^+)|@(?P<first>\d+)-(?P<last>\d+))[ \t]+{_CODE}[ \t]*")
_MARK_LINE = re.compile(rf"[ \t]*#[ \t]*(?:\^+|@\d+-\d+)[ \t]+{_CODE}")
_STRAY = re.compile(r"[ \t]*#[ \t]*\^+")


@dataclass(frozen=True, slots=True, order=True)
class Expectation:
    """A finding that a fixture expects: line, first and last column (1-based, both included), code, message.

    Of the message `fragment` is a part, in a finding that was reported all of it.
    """

    line: int
    first: int
    last: int
    code: str
    fragment: str = ""

    def __str__(self) -> str:
        return f"{self.line}:{self.first}-{self.last}: {self.code} {self.fragment}".rstrip()


@dataclass(frozen=True, slots=True)
class Fixture:
    """A fixture file taken apart.

    `text` is what is checked, `expected` what must be found in it, `fixed` what fixing must give: by whether
    unsafe fixes are applied. `rules` None means the rule that the folder is named after.
    """

    text: str
    path: str
    expected: tuple[Expectation, ...] = ()
    fixed: Mapping[bool, str] = field(default_factory=dict)
    rules: tuple[str, ...] | None = None
    settings: Mapping[str, object] = field(default_factory=dict)
    python: tuple[int, ...] = ()


def parse_fixture(text: str, path: str = "fixture.py") -> Fixture:
    """Take the text of a fixture file apart. Raises `AssertionError` for marks that make no sense."""
    lines = text_lines(text)
    header = _parse_header(lines.pop(0)) if lines and lines[0].startswith(_HEADER) else {}
    code, fixed = _split(lines)
    kept: list[str] = []
    expected: list[Expectation] = []
    for line in code:
        if _MARK_LINE.match(line):
            if not kept:
                raise AssertionError(f"there is no code above the carets: {line.rstrip()}")
            expected += _marks(line, len(kept))
        else:
            if _STRAY.match(line):
                raise AssertionError(f"carets without a code such as MLX101: {line.rstrip()}")
            kept.append(line)
    rules, python = header.get("rules"), header.get("python", "")
    return Fixture(
        text="".join(kept),
        path=header.get("path", path),
        expected=tuple(sorted(expected)),
        fixed=fixed,
        rules=None if rules is None else tuple(filter(None, rules.split(","))),
        settings=_parse_settings(header.get("settings", "{}")),
        python=tuple(map(int, python.split("."))) if python else (),
    )


def _parse_header(line: str) -> dict[str, str]:
    rest = line.removeprefix(_HEADER).strip()
    found: dict[str, str] = {}
    while rest:
        match = _HEADER_WORD.match(rest)
        if match is None:
            raise AssertionError(
                f"the header takes path=, python=, rules= and at the end settings={{…}}, not {rest!r}"
            )
        found[match[1] or match[3]] = match[2] if match[1] else match[4]
        rest = rest[match.end() :].strip()
    return found


def _parse_settings(text: str) -> dict[str, object]:
    try:
        settings: dict[str, object] = json.loads(text)
    except json.JSONDecodeError as error:
        raise AssertionError(f"the settings in the header are no JSON: {error}") from None
    return settings


def _split(lines: list[str]) -> tuple[list[str], dict[bool, str]]:
    """The lines of the code, and the fixed texts below the dividers."""
    code: list[str] = []
    fixed: dict[bool, list[str]] = {}
    section = code
    for line in lines:
        match = _DIVIDER.fullmatch(line.rstrip("\r\n"))
        if match is None:
            section.append(line)
            continue
        if match[1] not in ("safe", "unsafe"):
            raise AssertionError(f"a divider says (safe) or (unsafe): {line.rstrip()}")
        is_unsafe = match[1] == "unsafe"
        if is_unsafe in fixed:
            raise AssertionError(f"the divider for {match[1]} fixes stands there twice")
        section = fixed[is_unsafe] = []
    return code, {is_unsafe: "".join(section) for is_unsafe, section in fixed.items()}


def _marks(line: str, number: int) -> list[Expectation]:
    """The marks of one comment line, which speak about the code line `number`."""
    found = list(_MARK.finditer(line))
    sign = line.index("#")
    expected = []
    for mark, following in zip(found, [*found[1:], None], strict=True):
        fragment = line[mark.end() : following.start() if following else len(line)].strip()
        if mark["carets"]:
            # Carets right behind the comment sign include the column of the sign.
            first = sign if mark.start("carets") == sign + 1 else mark.start("carets")
            last = mark.end("carets")
            expected.append(Expectation(number, first + 1, last, mark["code"], fragment))
        else:
            first, last = int(mark["first"]), int(mark["last"])
            expected.append(Expectation(number, first, last, mark["code"], fragment))
    return expected
