"""What expressions are taken for: every file of the folders here is a kind of expression, line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from mllint_rules.testkit.fixtures import parse_fixture
from mllint_rules.testkit.trials import check_fixture

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*/*.py"))
BIG_LIBRARIES = ("pandas", "numpy", "sklearn", "torch", "tensorflow", "polars")


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_types(path: Path) -> None:
    check_fixture(parse_fixture(path.read_text(encoding="utf-8"), path.name), [])


@pytest.mark.parametrize("library", BIG_LIBRARIES)
def test_every_big_library_has_look_alikes(library: str) -> None:
    text = (HERE / "look_alikes" / f"{library}.py").read_text(encoding="utf-8")
    assert text.count("# reveal:") >= 25
