"""Which rules are found in the packs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mllint_rules.engine import registry
from mllint_rules.engine.registry import BrokenPack, installed_packs, load_rules, rules_in_modules

RULE = '''"""Loading trusts the file."""

from mllint_rules.kit import Category, Confidence, Example, calls, rule


@rule(
    code="{code}",
    name="{name}",
    category=Category.SECURITY,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls("demo.load"),
    examples=(Example(bad="", good=""),),
)
def check(call, ctx):
    yield from ()
'''
Write = Callable[..., None]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Write]:
    """Write modules of packs that can be imported, and forget them afterwards."""
    monkeypatch.syspath_prepend(str(tmp_path))
    before = set(sys.modules)

    def write_module(name: str, source: str = "") -> None:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        for folder in (path.parent, *path.parent.parents):
            if tmp_path in folder.parents and not (folder / "__init__.py").exists():
                (folder / "__init__.py").write_text("")
        path.write_text(source)

    yield write_module
    for name in set(sys.modules) - before:
        if name.startswith("registry_"):
            del sys.modules[name]


def rule(code: str, name: str) -> str:
    return RULE.format(code=code, name=name)


def loaded(*packs: str) -> list[tuple[str, str]]:
    return [(str(each.code), each.module) for each in load_rules(packs)]


def test_every_module_below_a_pack_is_looked_at(write: Write) -> None:
    write("registry_a/load.py", rule("MLZ102", "load"))
    write("registry_a/deep/deeper/dump.py", rule("MLZ101", "dump"))
    write("registry_a/nothing.py", "x = 1\n")
    assert loaded("registry_a") == [
        ("MLZ101", "registry_a.deep.deeper.dump"),
        ("MLZ102", "registry_a.load"),
    ]


def test_rules_of_several_packs_come_in_order_of_their_codes(write: Write) -> None:
    write("registry_b/load.py", rule("MLZ102", "load"))
    write("registry_c/dump.py", rule("MLY101", "dump"))
    write("registry_c/late.py", rule("MLZ103", "late"))
    assert [code for code, _ in loaded("registry_b", "registry_c")] == ["MLY101", "MLZ102", "MLZ103"]
    assert loaded() == []


def test_private_modules_are_skipped(write: Write) -> None:
    write("registry_d/load.py", rule("MLZ101", "load"))
    write("registry_d/_shared.py", rule("MLZ102", "shared"))
    write("registry_d/_drafts/half_done.py", rule("MLZ103", "half-done"))
    write("registry_d/deep/_broken.py", "raise ValueError\n")
    assert loaded("registry_d") == [("MLZ101", "registry_d.load")]


def test_a_rule_that_is_imported_is_not_found_twice(write: Write) -> None:
    write("registry_e/load.py", rule("MLZ101", "load"))
    write("registry_e/other.py", "from registry_e.load import check\n")
    write("registry_e/twice.py", rule("MLZ102", "twice") + "\n\nsame = check\n")
    assert loaded("registry_e") == [("MLZ101", "registry_e.load"), ("MLZ102", "registry_e.twice")]


@pytest.mark.parametrize(
    ("first", "second", "word"),
    [
        (("MLZ101", "load"), ("MLZ101", "dump"), "MLZ101"),
        (("MLZ101", "load"), ("MLZ102", "load"), "load"),
        (("MLZ101", "load"), ("MLZ102", "MLZ101"), "MLZ101"),
    ],
)
def test_two_rules_that_claim_one_word(
    write: Write, first: tuple[str, str], second: tuple[str, str], word: str
) -> None:
    write("registry_f/one.py", rule(*first))
    write("registry_g/two.py", rule(*second))
    with pytest.raises(BrokenPack, match=f"^two rules claim {word}: registry_f.one and registry_g.two$"):
        load_rules(["registry_f", "registry_g"])


@pytest.mark.parametrize(
    ("file", "source", "message"),
    [
        ("load.py", "import registry_nowhere\n", "ModuleNotFoundError: No module named 'registry_nowhere'"),
        ("__init__.py", "raise RuntimeError('no')\n", "RuntimeError: no"),
        ("family/__init__.py", "raise ImportError('half installed')\n", "ImportError: half installed"),
        ("load.py", rule("MLZ1", "load"), "ValueError: not a rule code: 'MLZ1' "),
        ("load.py", rule("MLZ101", "load").partition("\n")[2], "ValueError: rule load: the module docstring"),
        ("load.py", "x = = 1\n", "SyntaxError: invalid syntax "),
    ],
)
def test_a_pack_that_cannot_be_loaded_is_named(write: Write, file: str, source: str, message: str) -> None:
    write(f"registry_h/{file}", source)
    with pytest.raises(BrokenPack) as caught:
        load_rules(["registry_h"])
    assert str(caught.value).startswith(f"the rule pack registry_h cannot be loaded: {message}")


def test_a_pack_that_is_not_there_or_no_package(write: Write) -> None:
    with pytest.raises(
        BrokenPack, match=r"^the rule pack registry_gone cannot be loaded: ModuleNotFoundError"
    ):
        load_rules(["registry_gone"])
    write("registry_single.py", rule("MLZ101", "load"))
    with pytest.raises(BrokenPack, match=r"^the rule pack registry_single cannot be loaded: AttributeError"):
        load_rules(["registry_single"])


def test_rules_of_known_modules(write: Write) -> None:
    write("registry_i/load.py", rule("MLZ102", "load"))
    write("registry_i/dump.py", rule("MLZ101", "dump"))
    found = rules_in_modules(["registry_i.load", "registry_i.dump"])
    assert [each.name for each in found] == ["dump", "load"]


def test_packs_are_found_by_their_entry_point(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, package in enumerate(("zzz_rules", "mllint_rules.rules", "zzz_rules")):
        metadata = tmp_path / f"pack{number}-1.dist-info"
        metadata.mkdir()
        (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: pack{number}\nVersion: 1\n")
        (metadata / "entry_points.txt").write_text(f"[{registry.GROUP}]\nrules = {package}\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    assert installed_packs() == ["mllint_rules.rules", "zzz_rules"]
