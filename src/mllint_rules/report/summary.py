"""What a run amounts to: counts, and the sentence that says them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from mllint_rules.model.classification import Severity
from mllint_rules.model.codes import INTERNAL_ERROR
from mllint_rules.model.diagnostic import Diagnostic
from mllint_rules.model.text import Applicability

if TYPE_CHECKING:
    from mllint_rules.engine.run import FileResult


class Action(Enum):
    """What the run does: report, repair, or show what it would repair."""

    CHECK = "check"
    FIX = "fix"
    PREVIEW = "preview"


@dataclass(slots=True)
class RuleCount:
    """How often one rule was reported, and how many of those can be repaired."""

    code: str
    name: str
    count: int = 0
    fixable: int = 0


@dataclass(slots=True)
class Summary:
    """Counts over the files of a run; `add` each result, then ask.

    `unsafe_fixes` says that `mllint fix` applies the unsafe fixes too, by the settings or the command line.
    """

    action: Action = Action.CHECK
    unsafe_fixes: bool = False
    files: int = 0
    files_with_problems: int = 0
    files_fixed: int = 0
    fixed: int = 0
    safe: int = 0
    unsafe: int = 0
    has_internal_error: bool = False
    severities: Counter[Severity] = field(default_factory=Counter)
    rules: dict[str, RuleCount] = field(default_factory=dict)

    @property
    def problems(self) -> int:
        """How many diagnostics remain."""
        return self.severities.total()

    def add(self, result: FileResult) -> None:
        """Count one file."""
        self.files += 1
        self.files_with_problems += bool(result.diagnostics)
        self.files_fixed += bool(result.applied)
        self.fixed += len(result.applied)
        for diagnostic in result.diagnostics:
            self._count(diagnostic)

    def _count(self, diagnostic: Diagnostic) -> None:
        self.severities[diagnostic.severity] += 1
        self.has_internal_error |= diagnostic.code == INTERNAL_ERROR[0]
        applicability = diagnostic.fix.applicability if diagnostic.fix else None
        self.safe += applicability is Applicability.SAFE
        self.unsafe += applicability is Applicability.UNSAFE
        rule = self.rules.setdefault(diagnostic.code, RuleCount(diagnostic.code, diagnostic.name))
        rule.count += 1
        rule.fixable += applicability in {Applicability.SAFE, Applicability.UNSAFE}

    def sentence(self) -> str:
        """The closing line for people."""
        return self._checked() if self.action is Action.CHECK else self._fixed()

    def _checked(self) -> str:
        if not self.problems:
            return f"All clean: {plural(self.files, 'file')}."
        where = plural(self.files, "file")
        if self.files > 1:
            where = f"{self.files_with_problems} of {where}"
        found = f"Found {plural(self.problems, 'problem')} in {where} ({self._by_severity()})."
        return f"{found} {self._offer()}".rstrip()

    def _offer(self) -> str:
        """What `mllint fix` would do about the problems."""
        if self.unsafe_fixes:
            safe, unsafe = self.safe + self.unsafe, 0
        else:
            safe, unsafe = self.safe, self.unsafe
        if safe and unsafe:
            return f"`mllint fix` repairs {safe} of them, {unsafe} more with --unsafe-fixes."
        if safe:
            return f"`mllint fix` repairs {self._share(safe)}."
        if unsafe:
            return f"`mllint fix --unsafe-fixes` repairs {self._share(unsafe)}."
        return ""

    def _share(self, count: int) -> str:
        if count < self.problems:
            return f"{count} of them"
        return {1: "it", 2: "both"}.get(count, f"all {count}")

    def _fixed(self) -> str:
        preview = self.action is Action.PREVIEW
        if not self.fixed and not self.problems:
            return f"Nothing to fix: {plural(self.files, 'file')}, all clean."
        done = "Would fix" if preview else "Fixed"
        where = f"{plural(self.fixed, 'problem')} in {plural(self.files_fixed, 'file')}"
        done += f" {where if self.fixed else 'nothing'}"
        if not self.problems:
            return f"{done}; none {'would remain' if preview else 'remain'}."
        remain = "would remain" if preview else "remains" if self.problems == 1 else "remain"
        rest = f"{self.problems} {remain} ({self._by_severity()})"
        if self.unsafe and not self.unsafe_fixes:
            rest += f", --unsafe-fixes repairs {self._share(self.unsafe)}"
        return f"{done}; {rest}."

    def _by_severity(self) -> str:
        words = {Severity.ERROR: "error", Severity.WARNING: "warning"}
        parts = [plural(self.severities[severity], word) for severity, word in words.items()]
        parts.append(f"{self.severities[Severity.INFO]} info")
        return ", ".join(part for part in parts if not part.startswith("0 "))

    def statistics(self) -> str:
        """A table of rules, the most frequent first; empty without problems."""
        if not self.rules:
            return ""
        counts = sorted(self.rules.values(), key=lambda rule: (-rule.count, rule.code))
        rows = [("code", "count", "fixable", "name")]
        rows += [(rule.code, str(rule.count), str(rule.fixable), rule.name) for rule in counts]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        return "".join(
            f"{code:<{widths[0]}}  {count:>{widths[1]}}  {fixable:>{widths[2]}}  {name}\n"
            for code, count, fixable, name in rows
        )


def plural(count: int, noun: str) -> str:
    """`1 file`, `2 files`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
