"""The rules on globals in a project: what other files mention keeps its signature."""

from __future__ import annotations

from pathlib import Path

import pytest

from mllint_rules.engine.checking import check
from mllint_rules.engine.fixing import fix
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


CITIES = """\
import pandas as pd

cities = pd.read_csv("cities.csv")


def population(city):
    return cities.loc[cities["name"] == city, "population"].sum()


print(population("Bern"))
"""


@pytest.mark.parametrize(
    ("other", "is_reported", "is_repaired"),
    [
        ("import json\n", False, False),
        ("# from geography import population\n", False, False),
        ("from geography import population\n", True, True),
        ("import geography\n\nprint(geography.population)\n", True, True),
        ("from geography import cities\n", True, False),
    ],
)
def test_work_is_done_at_import_only_where_another_file_imports_the_module(
    tmp_path: Path, other: str, is_reported: bool, is_repaired: bool
) -> None:
    script = tmp_path / "geography.py"
    script.write_text(
        CITIES.replace("\n\nprint", "\n\nif __name__ == '__main__':\n    print"), encoding="utf-8"
    )
    (tmp_path / "other.py").write_text(other, encoding="utf-8")

    found = findings(script, tmp_path, "import_time_pipeline")

    assert [each.fix is not None for each in found] == [is_repaired] * is_reported


def test_a_module_of_a_package_that_a_test_imports_is_found(tmp_path: Path) -> None:
    package = tmp_path / "shop" / "data"
    package.mkdir(parents=True)
    for folder in (package.parent, package):
        (folder / "__init__.py").touch()
    module = package / "geography.py"
    module.write_text(CITIES, encoding="utf-8")
    tests = tmp_path / "tests"
    tests.mkdir()
    (tests / "test_geography.py").write_text("from shop.data import geography\n", encoding="utf-8")

    assert len(findings(module, tmp_path, "import_time_pipeline")) == 1


STEPS = """\
import pandas as pd

orders = pd.read_csv("orders.csv")
orders = orders.dropna()
orders["total"] = orders["price"] * 2
other = pd.read_csv("other.csv")
both = pd.concat([orders, other])
both.to_csv("both.csv")
"""


@pytest.mark.parametrize(
    ("other", "is_repaired"),
    [
        ("import json\n", True),
        ("both = 3\n", True),
        ("import steps\n", True),
        ("from steps import both\n", False),
        ("import steps\n\nprint(steps.both)\n", False),
    ],
)
def test_steps_stay_at_the_top_level_where_another_file_uses_what_they_bind(
    tmp_path: Path, other: str, is_repaired: bool
) -> None:
    script = tmp_path / "steps.py"
    script.write_text(STEPS, encoding="utf-8")
    (tmp_path / "other.py").write_text(other, encoding="utf-8")

    (found,) = findings(script, tmp_path, "top_level_pipeline")

    assert (found.fix is not None) == is_repaired


@pytest.mark.parametrize(("folder", "is_reported"), [("examples", False), ("training", True)])
def test_examples_for_readers_may_be_scripts(tmp_path: Path, folder: str, is_reported: bool) -> None:
    script = tmp_path / folder / "steps.py"
    script.parent.mkdir()
    script.write_text(STEPS, encoding="utf-8")

    assert len(findings(script, tmp_path, "top_level_pipeline")) == is_reported


@pytest.mark.parametrize(
    ("other", "is_repaired"),
    [
        ("import json\n", True),
        ("import pandas\n", True),
        ("from tables import load\n", True),
        ("from tables import pandas\n", False),
        ("from tables import *\n", False),
        ("import tables as t\n\nprint(t.pandas)\n", False),
        ("patch = 'tables.pandas.read_csv'\n", False),
    ],
)
def test_a_library_keeps_its_name_where_another_file_takes_it_from_the_module(
    tmp_path: Path, other: str, is_repaired: bool
) -> None:
    module = tmp_path / "tables.py"
    module.write_text(
        "import pandas\n\n\ndef load():\n    return pandas.read_csv('a.csv')\n", encoding="utf-8"
    )
    (tmp_path / "other.py").write_text(other, encoding="utf-8")

    (found,) = findings(module, tmp_path, "unconventional_library_alias")

    assert (found.fix is not None) == is_repaired


def test_a_module_with_a_stub_has_its_types_there(tmp_path: Path) -> None:
    module = tmp_path / "tables.py"
    module.write_text(
        "import pandas as pd\n\n\ndef load():\n    return pd.read_csv('a.csv')\n", encoding="utf-8"
    )

    assert len(findings(module, tmp_path, "untyped_data_function")) == 1
    (tmp_path / "tables.pyi").write_text("def load() -> object: ...\n", encoding="utf-8")
    assert findings(module, tmp_path, "untyped_data_function") == ()


def test_an_exported_notebook_takes_the_extraction_as_well(tmp_path: Path) -> None:
    script = tmp_path / "steps.py"
    script.write_text("# In[1]:\n\n\n" + STEPS, encoding="utf-8")
    names = ("exported_notebook_script", "top_level_pipeline")
    plan = CheckPlan(rules_in_modules([f"mllint_rules.rules.structure.{name}" for name in names]))
    project = Project(tmp_path, {})

    outcome = fix(
        read_file(script, str(script)), lambda document: check(document, plan, project), unsafe=True
    )

    assert outcome.remaining == ()
    assert "In[1]" not in outcome.document.text
    assert "def main() -> None:" in outcome.document.text


def test_a_worker_start_in_a_pipeline_takes_the_extraction(tmp_path: Path) -> None:
    script = tmp_path / "steps.py"
    start = "with multiprocessing.Pool(2) as pool:\n    sizes = pool.map(len, ['a'])\n"
    script.write_text("import multiprocessing\n" + STEPS + start, encoding="utf-8")

    (found,) = findings(script, tmp_path, "unguarded_worker_start")

    assert found.fix is not None
    assert found.fix.title == "Move the steps into functions and a `main()`"
