"""The settings describe themselves, and say how patterns see a path."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from mllint_rules.settings.schema import OUTPUT_FORMATS, Kind, SettingKey, Settings, setting_keys


def test_every_setting_has_a_key_with_documentation() -> None:
    keys = setting_keys()
    state = {"root", "origin", "sources", "origins", "command_line"}
    assert {key.field_name for key in keys.values()} == {each.name for each in fields(Settings)} - state
    assert [name for name, key in keys.items() if not key.doc.endswith(".")] == []
    assert [name for name, key in keys.items() if (key.kind is Kind.CHOICE) != bool(key.choices)] == []
    assert keys["output-format"] == SettingKey(
        "output-format", Kind.CHOICE, "How results are written.", OUTPUT_FORMATS, "text"
    )
    assert keys["libraries"].default == {}
    assert [name for name, key in keys.items() if key.accumulates] == [
        "extend-select",
        "extend-ignore",
        "extend-exclude",
    ]


def test_a_path_is_seen_from_the_root() -> None:
    settings = Settings(root=Path("/proj"))
    assert settings.relative("/proj/src/a.py") == "src/a.py"
    assert settings.relative("/proj/src/../b.py") == "b.py"
    assert settings.relative("/project/a.py") == "a.py"
    assert Settings(root=Path("/")).relative("/a/b.py") == "a/b.py"
