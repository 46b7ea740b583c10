"""What the project's own ruff reports already."""

from __future__ import annotations

from pathlib import Path

import pytest

from mllint_rules.settings.ruff import RuffSelection, ruff_selection


def reported(root: Path, *codes: str) -> list[str]:
    selection = ruff_selection(root)
    return [code for code in codes if selection.reports(f"ruff:{code}")]


def test_without_a_configuration_ruff_reports_nothing(tmp_path: Path) -> None:
    assert ruff_selection(tmp_path) == RuffSelection()
    assert reported(tmp_path, "F401", "T201") == []
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n[tool.black]\n")
    assert reported(tmp_path, "F401") == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ["E401", "F401"]),
        ("line-length = 100\n", ["E401", "F401"]),
        ("lint.select = ['T20']\n", ["T201"]),
        ("select = ['T20']\n", ["T201"]),
        ("lint.extend-select = ['T20']\n", ["E401", "F401", "T201"]),
        ("select = ['E']\n[lint]\nselect = ['T201']\n", ["T201"]),
        ("lint.select = ['ALL']\n", ["E401", "F401", "T201", "PLW0603"]),
        ("lint.select = ['ALL']\nlint.ignore = ['T20']\n", ["E401", "F401", "PLW0603"]),
        ("lint.select = ['T201']\nlint.ignore = ['T20']\n", ["T201"]),
        ("lint.select = ['T201']\nlint.ignore = ['T201']\n", []),
        ("lint.select = ['T201']\nlint.ignore = ['ALL']\n", ["T201"]),
        ("lint.select = ['ALL']\nlint.ignore = ['ALL']\n", []),
        ("lint.select = ['T20', 'PL']\nlint.extend-ignore = ['PLW']\n", ["T201"]),
        ("lint.select = ['PL']\n", ["PLW0603"]),
        ("lint.select = ['PLW06']\n", ["PLW0603"]),
        ("lint.select = []\n", []),
        ("lint.select = 'ALL'\n", ["E401", "F401"]),
        ("lint.select = ['T201', 3]\n", ["T201"]),
        ("lint = 3\n", ["E401", "F401"]),
    ],
)
def test_the_prefixes_of_ruff_are_followed(tmp_path: Path, text: str, codes: list[str]) -> None:
    (tmp_path / "ruff.toml").write_text(text)
    assert reported(tmp_path, "E401", "F401", "T201", "PLW0603") == codes


@pytest.mark.parametrize(
    ("selected", "code"),
    [("F", "FURB101"), ("S", "SIM115"), ("N", "NPY002"), ("PT", "PTH123"), ("D", "DTZ005"), ("E", "ERA001")],
)
def test_a_prefix_is_not_that_of_another_linter(tmp_path: Path, selected: str, code: str) -> None:
    (tmp_path / "ruff.toml").write_text(f"lint.select = ['{selected}']\n")
    assert reported(tmp_path, f"{selected}123", code) == [f"{selected}123"]
    (tmp_path / "ruff.toml").write_text(f"lint.select = ['ALL']\nlint.ignore = ['{selected}']\n")
    assert reported(tmp_path, f"{selected}123", code) == [code]


def test_the_nearest_kind_of_file_counts(tmp_path: Path) -> None:
    for name, code in (("pyproject.toml", "T203"), ("ruff.toml", "T202"), (".ruff.toml", "T201")):
        table = "tool.ruff.lint" if name == "pyproject.toml" else "lint"
        (tmp_path / name).write_text(f"[{table}]\nselect = ['{code}']\n")
        assert reported(tmp_path, "T201", "T202", "T203") == [code]


def test_a_file_that_cannot_be_read_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "ruff.toml").write_text("select = [\n")
    (tmp_path / "pyproject.toml").write_text("[tool.ruff.lint]\nselect = ['T201']\n")
    assert reported(tmp_path, "T201", "F401") == []
    (tmp_path / "ruff.toml").write_bytes(b"# \xff\n")
    assert reported(tmp_path, "T201", "F401") == []
    (tmp_path / "ruff.toml").write_bytes(b"\xef\xbb\xbflint.select = ['T201']\n")
    assert reported(tmp_path, "T201") == ["T201"]


def test_other_tools_are_not_ruff() -> None:
    selection = RuffSelection(("ALL",))
    assert selection.reports("ruff:T201")
    assert not selection.reports("bandit:B614")
    assert not selection.reports("T201")
