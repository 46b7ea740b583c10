"""The rules on globals in a project: what other files mention keeps its signature."""

from __future__ import annotations

from pathlib import Path

import pytest

from mllint_rules.engine.checking import check
from mllint_rules.engine.plan import CheckPlan
from mllint_rules.engine.registry import load_rules, rules_in_modules
from mllint_rules.model.diagnostic import Diagnostic
from mllint_rules.semantic.project import Project
from mllint_rules.source.reading import read_file

EXAMPLE = Path(__file__).parents[2] / "examples" / "churn"
SCRIPT = """\
config = {"lr": 0.1}


def lr():
    return config["lr"]


print(lr())
"""


def findings(path: Path, root: Path, module: str = "captured_global_data") -> tuple[Diagnostic, ...]:
    rules = rules_in_modules([f"mllint_rules.rules.structure.{module}"])
    return check(read_file(path, str(path)), CheckPlan(rules), Project(root, {}))


@pytest.mark.parametrize(
    ("other", "is_repaired"),
    [
        ("import json\n", True),
        ("from training import lr\n", False),
        ("# training is elsewhere\nlr = 3\n", False),
        ("lr = 3\n", True),
    ],
)
def test_a_function_of_a_script_that_another_file_uses_is_reported_without_a_fix(
    tmp_path: Path, other: str, is_repaired: bool
) -> None:
    script = tmp_path / "training.py"
    script.write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "other.py").write_text(other, encoding="utf-8")

    (found,) = findings(script, tmp_path)

    assert (found.fix is not None) == is_repaired


@pytest.mark.parametrize(("other", "is_repaired"), [("rate = 3\n", True), ("lr = 3\n", False)])
def test_a_function_of_a_package_keeps_its_signature_when_its_name_occurs_anywhere(
    tmp_path: Path, other: str, is_repaired: bool
) -> None:
    package = tmp_path / "package"
    package.mkdir()
    (package / "__init__.py").write_text(other, encoding="utf-8")
    module = package / "training.py"
    module.write_text(SCRIPT.replace("config = {", "config = {}\nconfig.update({").replace("0.1}", "0.1})"))

    (found,) = findings(module, tmp_path)

    assert (found.fix is not None) == is_repaired


def test_settings_that_a_package_never_changes_are_constants(tmp_path: Path) -> None:
    (tmp_path / "__init__.py").write_text("", encoding="utf-8")
    module = tmp_path / "training.py"
    module.write_text(SCRIPT, encoding="utf-8")

    assert findings(module, tmp_path.parent) == ()


def test_a_worker_start_stays_where_another_file_imports_its_result(tmp_path: Path) -> None:
    script = tmp_path / "counting.py"
    script.write_text(
        'import multiprocessing\n\nwith multiprocessing.Pool(2) as pool:\n    counts = pool.map(len, ["a"])\n',
        encoding="utf-8",
    )
    (tmp_path / "other.py").write_text("from counting import counts\n", encoding="utf-8")

    (found,) = findings(script, tmp_path, "unguarded_worker_start")

    assert found.fix is None


@pytest.mark.parametrize(
    ("file", "codes"),
    [("train.py", ["MLG101", "MLG102", "MLG103", "MLG108", "MLG115"]), ("explore.py", ["MLG107"])],
)
def test_the_example_project_shows_the_rules(file: str, codes: list[str]) -> None:
    wanted = {"MLG101", "MLG102", "MLG103", "MLG107", "MLG108", "MLG115"}
    rules = [rule for rule in load_rules(["mllint_rules.rules"]) if rule.code in wanted]
    path = EXAMPLE / file

    found = check(read_file(path, str(path)), CheckPlan(tuple(rules)), Project(EXAMPLE, {}))

    assert sorted({each.code for each in found}) == codes


@pytest.mark.parametrize(
    ("package", "change", "is_reported"),
    [
        ("lib/__init__.py", "", False),
        ("other/__init__.py", "", True),
        ("lib/__init__.py", "to_xyz[0] = 1\n", True),
    ],
)
def test_an_array_spelled_out_in_a_package_is_a_constant(
    tmp_path: Path, package: str, change: str, is_reported: bool
) -> None:
    for folder in ("lib", "other"):
        (tmp_path / folder).mkdir()
    (tmp_path / package).touch()
    module = tmp_path / "lib" / "colors.py"
    module.write_text(
        f"import numpy as np\nto_xyz = np.array([[0.4, 0.3], [0.2, 0.7]])\n{change}"
        "def xyz(rgb):\n    return rgb @ to_xyz.T\n",
        encoding="utf-8",
    )
    assert len(findings(module, tmp_path)) == is_reported
