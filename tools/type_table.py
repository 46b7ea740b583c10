"""Prints what mllint takes expressions for, as a page of tables made from the assertions in `tests/types`.

    python tools/type_table.py > docs/types.md

Each folder there is a chapter, each file a table: its first comment line is the heading, and each line that
says `# reveal:` is a row. Lines without it, which set the scene, stay in the files.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_REVEAL = re.compile(r"^\s*(?P<code>.+?)\s+# reveal: (?P<type>.+?)\s*$")
_CHAPTERS = {
    "python": "Python",
    "containers": "Containers",
    "flow": "Flow",
    "functions": "Functions of the document",
    "classes": "Classes of the document",
    "pandas": "pandas",
    "numpy": "NumPy",
    "sklearn": "scikit-learn",
    "torch": "PyTorch",
    "keras": "Keras and TensorFlow",
    "polars": "polars",
    "look_alikes": "What only looks like it",
}
_INTRODUCTION = """\
# What the types know

Every row is a test. The left side is an expression in a file of `tests/types`, the right side what mllint takes
its value for; *unknown* keeps rules silent. `A | B` is one of several: rules that ask for certainty take it for
neither. Parameters without an annotation are unknown, whatever the calls in sight pass: others may call as well.
This page is made by `python tools/type_table.py > docs/types.md`.
"""


def page(folder: Path) -> str:
    """The page for the files below a folder of assertions."""
    parts = [_INTRODUCTION]
    for name, title in _CHAPTERS.items():
        files = sorted((folder / name).glob("*.py"))
        if files:
            parts.append(f"\n## {title}\n")
            parts.extend(_table(path) for path in files)
    return "".join(parts)


def _table(path: Path) -> str:
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = "".join(f"| {_code(code)} | {_code(type_)} |\n" for code, type_ in _rows(lines))
    return f"\n### {lines[0].lstrip('# ')}\n\n| expression | taken for |\n|---|---|\n{rows}"


def _rows(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        found = _REVEAL.match(line)
        if found is not None:
            yield found["code"], found["type"]


def _code(text: str) -> str:
    """Text as code in a cell, where a bar would end the cell."""
    return "unknown" if text == "unknown" else "`" + text.replace("|", r"\|") + "`"


if __name__ == "__main__":
    sys.stdout.write(page(ROOT / "tests" / "types"))
