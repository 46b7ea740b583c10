"""Which rules run under which settings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from mllint_rules.engine.selection import Selection, active_rules
from mllint_rules.model.classification import Category, Confidence, Preset
from mllint_rules.settings.loading import SettingsFinder
from mllint_rules.settings.schema import Settings


@dataclass(frozen=True)
class FakeRule:
    code: str
    name: str
    category: Category
    confidence: Confidence = Confidence.PROVEN
    options: type | None = None


RULES = (
    FakeRule("MLR101", "unseeded-draw", Category.REPRODUCIBILITY),
    FakeRule("MLR102", "constant-seed", Category.REPRODUCIBILITY, Confidence.LIKELY),
    FakeRule("MLR201", "unordered-files", Category.REPRODUCIBILITY, Confidence.ADVISORY),
    FakeRule("MLO101", "printed-record", Category.OBSERVABILITY),
    FakeRule("MLX101", "unsafe-load", Category.SECURITY),
    FakeRule("MLX102", "shared-secret", Category.SECURITY, Confidence.ADVISORY),
)
ROOT = Path("/proj")


def run(**settings: object) -> str:
    chosen = active_rules(RULES, Settings(root=ROOT, **settings))  # type: ignore[arg-type]
    return " ".join(rule.code for rule in chosen)


def test_presets_run_rules_by_their_confidence() -> None:
    assert run() == "MLR101 MLO101 MLX101"
    assert run(preset=Preset.STRICT) == "MLR101 MLR102 MLO101 MLX101"
    assert run(preset=Preset.ALL) == "MLR101 MLR102 MLR201 MLO101 MLX101 MLX102"


@pytest.mark.parametrize(
    ("selector", "codes"),
    [
        ("all", "MLR101 MLR102 MLR201 MLO101 MLX101 MLX102"),
        ("ML", "MLR101 MLR102 MLR201 MLO101 MLX101 MLX102"),
        ("MLR", "MLR101 MLR102 MLR201"),
        ("MLR1", "MLR101 MLR102"),
        ("MLR10", "MLR101 MLR102"),
        ("MLR102", "MLR102"),
        ("shared-secret", "MLX102"),
        ("security", "MLX101 MLX102"),
    ],
)
def test_select_replaces_the_preset(selector: str, codes: str) -> None:
    assert run(select=(selector,)) == codes


def test_extend_select_adds_to_the_preset() -> None:
    assert run(extend_select=("MLX102", "constant-seed")) == "MLR101 MLR102 MLO101 MLX101 MLX102"


def test_nothing_runs_when_nothing_is_selected() -> None:
    assert run(select=()) == ""


@pytest.mark.parametrize(
    ("settings", "codes"),
    [
        ({"select": ("MLR",), "ignore": ("MLR1",), "extend_select": ("MLR101",)}, "MLR101 MLR201"),
        ({"select": ("MLR101",), "ignore": ("MLR",)}, "MLR101"),
        ({"select": ("unseeded-draw",), "ignore": ("MLR101",)}, ""),
        ({"select": ("MLR1",), "ignore": ("reproducibility",)}, "MLR101 MLR102"),
        ({"select": ("reproducibility",), "ignore": ("all",)}, "MLR101 MLR102 MLR201"),
        ({"select": ("reproducibility",), "ignore": ("MLR",)}, ""),
        ({"ignore": ("all",)}, ""),
        ({"ignore": ("MLR",), "extend_ignore": ("security",)}, "MLO101"),
        ({"select": ("MLX", "MLR"), "extend_ignore": ("MLX",)}, "MLR101 MLR102 MLR201"),
    ],
)
def test_the_more_specific_selector_wins(settings: dict[str, object], codes: str) -> None:
    assert run(**settings) == codes


def test_the_command_line_wins_over_a_file_that_is_equally_specific(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mllint.toml").write_text("ignore = ['MLX101', 'MLR', 'MLO']")
    monkeypatch.chdir(tmp_path)

    def codes(**overrides: object) -> str:
        settings = SettingsFinder(overrides={k.replace("_", "-"): v for k, v in overrides.items()})
        return " ".join(rule.code for rule in active_rules(RULES, settings.for_file(Path("a.py"))))

    assert codes(select=["unsafe-load"]) == "MLX101"
    assert codes(select=["MLX101"]) == "MLX101"
    assert codes(select=["MLX"]) == "MLX102"
    assert codes(extend_select=["MLO"]) == "MLO101"
    assert codes(select=["MLX"], ignore=["MLX"]) == ""


class TestPerFile:
    SETTINGS = Settings(
        root=ROOT,
        per_file_ignores={
            "tests/*": ("MLR",),
            "*.ipynb": ("printed-record",),
            "src/**/gen_?.py": ("security", "MLR101"),
            "conftest.py": ("unused-suppression",),
        },
    )

    @pytest.mark.parametrize(
        ("path", "codes"),
        [
            ("/proj/src/a.py", "MLR101 MLO101 MLX101"),
            ("/proj/tests/a.py", "MLO101 MLX101"),
            ("/proj/tests/unit/deep/a.py", "MLO101 MLX101"),
            ("/proj/src/tests/a.py", "MLR101 MLO101 MLX101"),
            ("/proj/tests/n.ipynb", "MLX101"),
            ("/proj/src/x/y/gen_1.py", "MLO101"),
            ("/elsewhere/n.ipynb", "MLR101 MLX101"),
        ],
    )
    def test_rules_are_ignored_by_pattern(self, path: str, codes: str) -> None:
        found = Selection(RULES, self.SETTINGS).rules_for(Path(path))
        assert " ".join(rule.code for rule in found) == codes

    def test_files_that_ignore_the_same_share_their_rules(self) -> None:
        selection = Selection(RULES, self.SETTINGS)
        assert selection.rules_for(Path("/proj/tests/a.py")) is selection.rules_for(Path("/proj/tests/b.py"))
        assert selection.rules_for(Path("/proj/a.py")) is selection.active

    def test_a_relative_path_is_seen_from_the_working_directory(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "sub").mkdir()
        monkeypatch.chdir(tmp_path / "sub")
        settings = Settings(root=tmp_path, per_file_ignores={"sub/a.py": ("all",)})
        assert Selection(RULES, settings).rules_for(Path("a.py")) == ()

    def test_unused_suppressions_can_be_ignored(self) -> None:
        selection = Selection(RULES, self.SETTINGS)
        assert selection.reports_unused_suppressions(Path("/proj/a.py"))
        assert not selection.reports_unused_suppressions(Path("/proj/sub/conftest.py"))
        for word in ("ML003", "unused-suppression"):
            everywhere = Selection(RULES, Settings(root=ROOT, extend_ignore=(word,)))
            assert not everywhere.reports_unused_suppressions(Path("/proj/a.py"))
        assert Selection(RULES, Settings(root=ROOT, ignore=("all",))).reports_unused_suppressions(
            Path("a.py")
        )
