"""What expressions are taken for: every file below `tests/types` is a kind of expression, line by line.

The folders there are named like libraries, so no test module may stand beside them: they would be importable.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mllint_rules.testkit.fixtures import parse_fixture
from mllint_rules.testkit.trials import check_fixture

HERE = Path(__file__).parent.parent / "types"
FILES = sorted(HERE.glob("*/*.py"))
BIG_LIBRARIES = ("pandas", "numpy", "sklearn", "torch", "tensorflow", "polars")


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_types(path: Path) -> None:
    check_fixture(parse_fixture(path.read_text(encoding="utf-8"), path.name), [])


@pytest.mark.parametrize("library", BIG_LIBRARIES)
def test_every_big_library_has_look_alikes(library: str) -> None:
    text = (HERE / "look_alikes" / f"{library}.py").read_text(encoding="utf-8")
    assert text.count("# reveal:") >= 25


def test_every_file_has_a_title() -> None:
    untitled = [path for path in FILES if not path.read_text(encoding="utf-8").startswith("# ")]
    assert untitled == []


def test_the_page_of_types_says_what_the_assertions_say() -> None:
    """`python tools/type_table.py > docs/types.md` brings it up to date."""
    root = HERE.parent.parent
    command = [sys.executable, "-X", "utf8", str(root / "tools" / "type_table.py")]
    made = subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8")
    assert (root / "docs" / "types.md").read_text(encoding="utf-8").splitlines() == made.splitlines()
    titles = [path.read_text(encoding="utf-8").splitlines()[0].lstrip("# ") for path in FILES]
    assert [title for title in titles if f"### {title}\n" not in made] == []
    assert made.count("\n| `") >= 450
