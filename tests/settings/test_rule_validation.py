"""What is said about rules that do not exist and options that they do not take."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Literal

import pytest

from mllint_rules.model.classification import Category
from mllint_rules.settings.errors import SettingsError
from mllint_rules.settings.loading import SettingsFinder
from mllint_rules.settings.options import rule_options
from mllint_rules.settings.schema import Settings
from mllint_rules.settings.validation import validate_rules


class Style(Enum):
    PLAIN = "plain"
    RICH = "rich"


@dataclass(frozen=True)
class Options:
    enabled: bool = True
    max_lines: int = 10
    ratio: float = 0.5
    title: str = "x"
    mode: Literal["fast", "exact"] = "fast"
    style: Style = Style.PLAIN
    names: tuple[str, ...] = ()
    limit: int | None = None

    def __post_init__(self) -> None:
        if self.max_lines < 0:
            raise ValueError("the option `max-lines` must not be negative")


@dataclass(frozen=True)
class FakeRule:
    code: str
    name: str
    category: Category = Category.CORRECTNESS
    options: type | None = None


LONG = FakeRule("MLG103", "long-function", Category.DESIGN, Options)
RULES = (FakeRule("MLR101", "unseeded-numpy-random", Category.REPRODUCIBILITY), LONG)


def check(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **overrides: object) -> Settings:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mllint.toml").write_text(text)
    settings = SettingsFinder(overrides=overrides).for_file(Path("a.py"))
    validate_rules(settings, RULES)
    return settings


def test_every_way_to_name_rules_is_valid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(
        """
select = ["ML", "all", "MLR", "MLR1", "MLR10", "MLR101", "long-function", "security", "ML003", "syntax-error"]
ignore = ["ML003", "unused-suppression"]
extend-ignore = ["MLG"]
per-file-ignores = {"x" = ["MLR", "ML003"]}
rules.long-function = {max-lines = 3, severity = "info"}
rules.unseeded-numpy-random.severity = "error"
""",
        tmp_path,
        monkeypatch,
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "select = ['MLR102']",
            (
                "`select` names `MLR102`, which is no rule, code, code prefix or category; "
                "did you mean `MLR101`?"
            ),
        ),
        (
            "ignore = ['MLZ']",
            "`ignore` names `MLZ`, which is no rule, code, code prefix or category; did you mean `MLR`?",
        ),
        (
            "extend-select = ['long_function']",
            (
                "`extend-select` names `long_function`, which is no rule, code, "
                "code prefix or category; did you mean `long-function`?"
            ),
        ),
        (
            "extend-ignore = ['secrecy']",
            (
                "`extend-ignore` names `secrecy`, which is no rule, code, code prefix or "
                "category; did you mean `security`?"
            ),
        ),
        (
            "per-file-ignores = {'a.py' = ['qqqqq']}",
            "`per-file-ignores` names `qqqqq`, which is no rule, code, code prefix or category",
        ),
        ("ignore = ['ML001']", "`ML001` is always on and cannot be ignored"),
        (
            "per-file-ignores = {a = ['internal-error']}",
            "`internal-error` is always on and cannot be ignored",
        ),
        (
            "rules.long-funktion = {}",
            "`rules.long-funktion`: `long-funktion` is no rule; did you mean `long-function`?",
        ),
        (
            "rules.MLG103 = {}",
            (
                "`rules.MLG103`: `MLG103` is a code: options go by the rule's name; "
                "did you mean `long-function`?"
            ),
        ),
        (
            "rules.unseeded-numpy-random.x = 1",
            "`rules.unseeded-numpy-random`: unknown option `x` (the rule has only `severity`)",
        ),
        (
            "rules.long-function.max_lines = 1",
            "`rules.long-function`: unknown option `max_lines`; did you mean `max-lines`?",
        ),
        (
            "rules.long-function.max-lines = true",
            "`rules.long-function`: the option `max-lines` takes an integer, not a boolean",
        ),
        (
            "rules.long-function.ratio = 'x'",
            "`rules.long-function`: the option `ratio` takes a number, not a string",
        ),
        (
            "rules.long-function.enabled = 1",
            "`rules.long-function`: the option `enabled` takes true or false, not an integer",
        ),
        (
            "rules.long-function.names = 'x'",
            "`rules.long-function`: the option `names` takes a list, not a string",
        ),
        (
            "rules.long-function.names = [1]",
            "`rules.long-function`: the option `names` takes a string, not an integer",
        ),
        (
            "rules.long-function.mode = 'exakt'",
            (
                "`rules.long-function`: the option `mode` does not take `exakt` "
                "(valid: `fast`, `exact`); did you mean `exact`?"
            ),
        ),
        (
            "rules.long-function.style = []",
            "`rules.long-function`: the option `style` takes one of `plain`, `rich`, not a list",
        ),
        (
            "rules.long-function.limit = 'a'",
            "`rules.long-function`: the option `limit` takes an integer, not a string",
        ),
        (
            "rules.long-function.max-lines = -1",
            "`rules.long-function`: the option `max-lines` must not be negative",
        ),
    ],
)
def test_a_mistake_is_named_with_file_line_and_nearest_word(
    line: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SettingsError) as caught:
        check(f"# one\nseed = 1\n{line}\n", tmp_path, monkeypatch)
    assert str(caught.value) == f"mllint.toml:3: {message}"


def test_the_line_is_that_of_the_file_in_the_chain_that_says_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "base.toml").write_text("extend-ignore = [\n'MLR',\n'nothing',\n]")
    with pytest.raises(SettingsError) as caught:
        check("extend = 'base.toml'\nextend-ignore = ['MLG']", tmp_path, monkeypatch)
    assert (caught.value.path, caught.value.line) == (tmp_path / "base.toml", 3)


def test_a_mistake_on_the_command_line_names_the_option(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for option in ("select", "ignore"):
        with pytest.raises(SettingsError) as caught:
            check("seed = 1", tmp_path, monkeypatch, **{option: ["MLR199"]})
        assert str(caught.value) == (
            f"`--{option}` names `MLR199`, which is no rule, code, code prefix or category; "
            "did you mean `MLR101`?"
        )


def test_options_arrive_with_their_types(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = """
[rules.long-function]
enabled = false
max-lines = 3
ratio = 1
title = "t"
mode = "exact"
style = "rich"
names = ["a", "b"]
limit = 4
severity = "error"
"""
    settings = check(text, tmp_path, monkeypatch)
    options = rule_options(settings, LONG)
    assert options == Options(False, 3, 1.0, "t", "exact", Style.RICH, ("a", "b"), 4)
    assert type(options.ratio) is float
    assert rule_options(settings, RULES[0]) is None
    assert rule_options(Settings(root=tmp_path), LONG) == Options()


def test_an_option_that_was_not_validated_is_an_error_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mllint.toml").write_text("rules.long-function.titel = 'x'")
    settings = SettingsFinder().for_file(Path("a.py"))
    with pytest.raises(SettingsError) as caught:
        rule_options(settings, LONG)
    assert str(caught.value) == (
        "mllint.toml: `rules.long-function`: unknown option `titel`; did you mean `title`?"
    )
