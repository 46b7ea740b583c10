"""What mllint makes of a line, for people: the code, the values on it, where they come from, each rule."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

from mllint_rules.model.text import Region
from mllint_rules.report.data import DataPage
from mllint_rules.report.display import escape, place, show_line
from mllint_rules.report.excerpt import SourceText
from mllint_rules.report.palette import Palette
from mllint_rules.settings.errors import display_path

if TYPE_CHECKING:
    from mllint_rules.engine.explanation import Explanation, RuleOutcome
    from mllint_rules.engine.guards import Guard
    from mllint_rules.engine.readings import DefinitionReading, NameReading, ValueReading
    from mllint_rules.engine.switches import Switch
    from mllint_rules.report.reporter import Presentation

_LEAST_WIDTH = 60
_MOST_WIDTH = 120
_EXPRESSION = 34  # columns for an expression before its type
_LITERAL = 48
_DEFINITIONS = 5  # definitions shown of one name
_STYLES = {
    "fired": "red",
    "suppressed": "yellow",
    "overridden": "yellow",
    "off": "yellow",
    "failed": "red",
    "elsewhere": "cyan",
    "silent": "green",
    "no match": "blue",
}
_SEVERITIES = {"error": "red", "warning": "yellow", "info": "cyan"}
_HEADINGS = {
    "elsewhere": "reported elsewhere",
    "off": "would fire, but is off",
    "no match": "did not look",
}


def explanation_text(explanation: Explanation, presentation: Presentation) -> str:
    """The explanation as text for a terminal, no wider than asked for."""
    page = _Page(presentation)
    return "\n".join(page.lines(explanation)) + "\n"


class _Page:
    def __init__(self, presentation: Presentation) -> None:
        self._width = max(min(presentation.width, _MOST_WIDTH), _LEAST_WIDTH)
        self._paint = Palette(presentation.color).paint
        self._cell: int | None = None
        self._asked: tuple[int | None, int] = (None, 0)

    def lines(self, explanation: Explanation) -> Iterator[str]:
        """All sections, each behind a blank line."""
        self._cell = explanation.region.cell
        yield from self._code(explanation)
        for note in explanation.notes:
            yield from self._wrapped(f"note: {note}", "  ")
        if explanation.values:
            yield from self._section("Values", (self._values(explanation.values)))
        if explanation.names:
            yield from self._section("Definitions", self._names(explanation.names))
        if explanation.data:
            yield from self._section("Data", DataPage(self._width, self._where).lines(explanation.data))
        yield from self._section("Rules", self._rules(explanation))

    def _section(self, title: str, lines: Iterable[str]) -> Iterator[str]:
        yield ""
        yield self._paint(title, "bold")
        yield from lines

    # Code

    def _code(self, explanation: Explanation) -> Iterator[str]:
        document = explanation.document
        cells: tuple[tuple[int, int, int], ...] = ()
        if explanation.region.cell is not None:
            cells = tuple((cell.number, cell.span.start, cell.span.end) for cell in document.cells)
        source = SourceText(document.text, cells)
        gutter = source.number_width
        where = place(document.path, explanation.region)
        yield f"{' ' * gutter}{self._paint('-->', 'blue')} {self._paint(where, 'bold')}"
        yield self._paint(f"{' ' * gutter} |", "blue")
        asked = source.shown_number(explanation.line)
        self._asked = (explanation.region.cell, asked)
        for line in source.lines(explanation.span):
            if line is None:
                yield self._paint("...", "blue")
                continue
            shown = show_line(line.text, line.start, line.stop, self._width - gutter - len(" | "))
            margin = self._paint(f"{line.number:>{gutter}} |", "blue")
            yield f"{margin} {shown.text}".rstrip()
            if line.number == asked and explanation.has_code:
                mark = self._paint("^" * shown.mark_width, "cyan")
                yield f"{self._paint(' ' * gutter + ' |', 'blue')} {' ' * shown.mark_start}{mark}"

    # Values

    def _values(self, values: Iterable[ValueReading]) -> Iterator[str]:
        for value in values:
            expression = escape(_cut(value.expression, _EXPRESSION, is_call=value.api is not None))
            facts = [self._paint("unknown", "yellow") if value.type == "unknown" else value.type]
            if value.value is not None and value.value != value.expression:
                facts.append(f"= {escape(_cut(value.value, _LITERAL))}")
            if value.api is not None:
                facts.append(f"calls {value.api}")
            head = f"  {expression:<{_EXPRESSION}}  {facts[0]}"
            rest = "".join(f", {fact}" for fact in facts[1:])
            if _visible(head) + len(rest) <= self._width:
                yield head + rest
            else:
                yield head
                yield from (
                    line for fact in facts[1:] for line in self._wrapped(fact, " " * (_EXPRESSION + 4))
                )
            if value.unknown_because is not None:
                yield from self._wrapped(escape(value.unknown_because), " " * (_EXPRESSION + 4))

    # Definitions

    def _names(self, names: Sequence[NameReading]) -> Iterator[str]:
        for name in names:
            if not name.definitions:
                if not name.is_builtin:
                    yield f"  {escape(name.name)}: bound nowhere in this file"
                continue
            count = len(name.definitions)
            several = "" if count == 1 else f", one of {count} definitions:"
            if count == 1:
                yield f"  {escape(name.name)}: {self._definition(name.definitions[0], len(name.name) + 4)}"
                continue
            yield f"  {escape(name.name)}{several}"
            for definition in name.definitions[:_DEFINITIONS]:
                yield f"    {self._definition(definition, 4)}"
            if count > _DEFINITIONS:
                yield f"    and {count - _DEFINITIONS} more"
        yield from self._builtins(names)

    def _builtins(self, names: Iterable[NameReading]) -> Iterator[str]:
        builtins = list(dict.fromkeys(name.name for name in names if name.is_builtin))
        if builtins:
            yield f"  {', '.join(builtins)}: {'a builtin' if len(builtins) == 1 else 'builtins'}"

    def _definition(self, definition: DefinitionReading, used: int) -> str:
        head = f"{self._where(definition.region)}, {definition.kind}"
        tail = "" if definition.kind.startswith("import") else f"  ({definition.type})"
        room = self._width - used - len(head) - len(tail) - len("  ")
        return f"{head}  {self._paint(escape(_cut(definition.code, max(room, 20))), 'cyan')}{tail}"

    # Rules

    def _rules(self, explanation: Explanation) -> Iterator[str]:
        if not explanation.rules:
            yield "  no rule looked at this line"
        briefly = (
            [] if len(explanation.rules) == 1 else [each for each in explanation.rules if _is_brief(each)]
        )
        for outcome in explanation.rules:
            if outcome not in briefly:
                yield from self._outcome(outcome)
        if briefly:
            label = self._paint("silent", _STYLES["silent"])
            yield f"  {label}  because they look for other syntax:"
            yield from self._wrapped(", ".join(dict.fromkeys(each.name for each in briefly)), "      ")
        if explanation.quiet_off:
            count = len(explanation.quiet_off)
            what = "1 rule that is off has" if count == 1 else f"{count} rules that are off have"
            yield ""
            yield f"  {what} nothing to report here either"
        configuration = explanation.configuration
        shown = "no configuration file" if configuration is None else display_path_of(configuration)
        yield ""
        yield f"  settings: {escape(shown)}, preset {explanation.preset}"

    def _outcome(self, outcome: RuleOutcome) -> Iterator[str]:
        kind = outcome.outcome.value
        label = self._paint(_HEADINGS.get(kind, kind), _STYLES[kind])
        yield f"  {label}  {self._paint(outcome.name, 'bold')} ({outcome.code})"
        if outcome.message is not None:
            severity = outcome.severity or "error"
            region = outcome.region
            is_other = region is not None and (region.cell, region.line) != self._asked
            where = f" ({self._where(region)})" if region is not None and is_other else ""
            message = escape(outcome.message.splitlines()[0])
            yield from self._wrapped(f"{severity}: {message}{where}", "      ", self._severity(severity))
        if outcome.reason is not None:
            yield from self._wrapped(escape(outcome.reason) + _written_in(outcome.switch), "      ")
        elif outcome.switch is not None:
            reason = f"it is off: {outcome.switch.reason}"
            yield from self._wrapped(escape(reason) + _written_in(outcome.switch), "      ")
        for step, guard in enumerate(outcome.guards):
            yield from self._guard(guard, step)
        if outcome.page is not None:
            yield from self._wrapped(f"its page: {escape(outcome.page)}", "      ")

    def _severity(self, severity: str) -> tuple[str, str]:
        return f"{severity}:", _SEVERITIES.get(severity, "red")

    def _guard(self, guard: Guard, step: int) -> Iterator[str]:
        indent = " " * (6 + 2 * step)
        room = max(self._width - len(indent), 20)
        said = {True: "stopped by" if guard.is_exit else "held:", False: "did not hold:", None: "ended at"}[
            guard.holds
        ]
        if step:
            said = f"because in {guard.function}:"
        text = f"`{escape(_cut(guard.text, 3 * room))}`"
        first, *rest = self._wrapped(f"{said} {text}", indent)
        yield f"{first[: len(indent + said)]}{self._paint(first[len(indent + said) :], 'cyan')}"
        yield from (self._paint(line, "cyan") for line in rest)
        if guard.operand is not None:
            truth = "true" if guard.operand_holds else "false"
            yield from self._wrapped(f"`{escape(_cut(guard.operand, 2 * room))}` is {truth}", indent + "  ")
        where = "/".join(guard.path.replace(os.sep, "/").split("/")[-2:])
        yield f"{indent}  {self._paint('-->', 'blue')} {escape(where)}:{guard.line}"

    # Words

    def _where(self, region: Region) -> str:
        other = region.cell is not None and region.cell != self._cell
        return f"cell {region.cell}, line {region.line}" if other else f"line {region.line}"

    def _wrapped(self, text: str, indent: str, painted: tuple[str, str] | None = None) -> Iterator[str]:
        """Text in lines that fit, all of them indented; the first word may be painted."""
        lines = wrap(
            text,
            self._width,
            initial_indent=indent,
            subsequent_indent=indent + "  ",
            break_on_hyphens=False,
        )
        for number, line in enumerate(lines):
            if number == 0 and painted is not None:
                yield line.replace(painted[0], self._paint(*painted), 1)
            else:
                yield line


def _is_brief(outcome: RuleOutcome) -> bool:
    """Whether a rule is silent only since what stands on the line is not the kind of syntax it is for."""
    return outcome.outcome.value == "silent" and bool(outcome.guards) and outcome.guards[0].is_about_syntax


def display_path_of(text: str) -> str:
    """A path of a configuration as people call it."""
    from pathlib import Path

    return text if text == "command line" else display_path(Path(text))


def _written_in(switch: Switch | None) -> str:
    if switch is None or switch.file is None:
        return ""
    line = "" if switch.line is None else f":{switch.line}"
    return f" ({escape(display_path_of(switch.file))}{line})"


def _visible(text: str) -> int:
    """How many columns a text takes: colours take none."""
    import re

    return len(re.sub(r"\x1b\[[0-9;]*m", "", text))


def _cut(text: str, width: int, *, is_call: bool = False) -> str:
    """A text no longer than `width`; of a call first the arguments go."""
    if len(text) <= width:
        return text
    if is_call and text.endswith(")"):
        function = _function_of(text)
        if len(function) + len("(...)") <= width:
            return f"{function}(...)"
        return f"...{function[-(width - 8) :]}(...)"
    return f"{text[: width - 3]}..."


def _function_of(call: str) -> str:
    """What stands before the last pair of brackets of a call."""
    depth = 0
    for position in range(len(call) - 1, -1, -1):
        depth += (call[position] == ")") - (call[position] == "(")
        if depth == 0:
            return call[:position]
    return call
