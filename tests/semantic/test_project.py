"""What the project around a document answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from mllint_rules.semantic.project import Project, is_test_path


def write(root: Path, files: dict[str, str]) -> Project:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return Project(root, {})


@pytest.mark.parametrize(
    ("code", "libraries"),
    [
        ("import numpy as np\nnp.random.seed(1)\n", {"numpy"}),
        ("import random\nrandom.seed(SEED)\n", {"random"}),
        ("from torch import manual_seed as ms\nms(3)\n", {"torch"}),
        ("import lightning as L\nL.seed_everything(1, workers=True)\n", {"random", "numpy", "torch"}),
        ("from pytorch_lightning import seed_everything\nseed_everything(1)\n", {"random", "numpy", "torch"}),
        ("from transformers import set_seed\nset_seed(1)\n", {"random", "numpy", "torch", "tensorflow"}),
        (
            "import tensorflow as tf\ntf.keras.utils.set_random_seed(1)\n",
            {"random", "numpy", "tensorflow", "torch"},
        ),
        ("import numpy as np\nnp.random.seed()\n", set()),
        ("import numpy as np\nnp.random.seed(None)\n", set()),
        ("class random:\n    def seed(x): ...\nrandom.seed(1)\n", set()),
        ("# np.random.seed(1)\n", set()),
        ("def broken(:\n    np.random.seed(1)\n", set()),
    ],
)
def test_seeded_libraries(tmp_path: Path, code: str, libraries: set[str]) -> None:
    assert write(tmp_path, {"app/main.py": code}).seeded_libraries == libraries


def test_seeds_of_tests_environments_and_caches_do_not_count(tmp_path: Path) -> None:
    seed = "import random\nrandom.seed(1)\n"
    project = write(
        tmp_path, {"tests/test_a.py": seed, "conftest.py": seed, "venv/lib/a.py": seed, ".tox/a.py": seed}
    )
    assert project.seeded_libraries == frozenset()


def test_identifiers_are_found_in_other_files_only(tmp_path: Path) -> None:
    project = write(
        tmp_path, {"a.py": "def train(): ...\n", "b.py": "import a\na.train()\n", "c.py": "x = 'trainer'\n"}
    )
    assert project.mentioned_in("train", besides=str(tmp_path / "a.py"))
    assert not project.mentioned_in("trainer", besides=str(tmp_path / "c.py"))
    assert not project.mentioned_in("absent", besides=str(tmp_path / "a.py"))


def test_a_folder_that_nothing_marks_is_not_searched_below(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "", "below/b.py": ""})
    assert [path.name for path in Project(tmp_path, {}, is_folder_only=True).files] == ["a.py"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("tests/a.py", True),
        ("src/tests/unit/a.py", True),
        ("test_a.py", True),
        ("a_test.py", True),
        ("pkg/conftest.py", True),
        ("src/testing/a.py", True),
        ("src/latest/a.py", False),
        ("src/contest.py", False),
        ("testdata.py", False),
    ],
)
def test_test_paths(path: str, expected: bool) -> None:
    assert is_test_path(path) is expected


SEED = "import numpy as np\nnp.random.seed(1)\n"
HELPER = "import numpy as np\ndef fix_seeds():\n    np.random.seed(1)\n"
OPTIONAL = """
import numpy as np
class Maker:
    def make(self, n, *, seed=None):
        if seed is not None:
            np.random.seed(seed)
def make(n, **options):
    return Maker().make(n, **options)
"""
CHAIN = "import numpy as np\ndef run():\n    step()\ndef step():\n    np.random.seed(1)\ndef other(): ...\n"


@pytest.mark.parametrize(
    ("files", "is_seeded"),
    [
        # A seed in a script that has nothing to do with the module.
        ({"other.py": SEED}, False),
        # Seeds of programs that import it, directly or through a package.
        ({"main.py": "import model\n" + SEED}, True),
        ({"run/main.py": "from app import step\n" + SEED, "app/step.py": "from model import fit\n"}, True),
        # Seeds of what it imports run only when something calls them.
        ({"model.py": "import other\n", "other.py": SEED}, True),
        ({"model.py": "import helper\n", "helper.py": HELPER}, False),
        ({"model.py": "import helper\nhelper.fix_seeds()\n", "helper.py": HELPER}, True),
        ({"model.py": "from helper import (\n    fix_seeds,\n)\n", "helper.py": HELPER}, False),
        ({"model.py": "from helper import (\n    fix_seeds as fix,\n)\nfix()\n", "helper.py": HELPER}, True),
        ({"model.py": "from pkg import load\n", "pkg/__init__.py": "from .a import fix_seeds\n", "pkg/a.py": HELPER},
         False),
        # A program that imports the module calls a helper.
        ({"main.py": "import model, helper\nhelper.fix_seeds()\n", "helper.py": HELPER}, True),
        # Modules that nobody finds by their imports.
        ({"model.py": "from pkg.helper import fix_seeds\nfix_seeds()\n", "lib/pkg/helper.py": HELPER}, True),
        ({"main.py": "from importlib import import_module\nimport_module(name)\n" + SEED}, True),
        # Modules of a library that import the module and seed something of their own.
        ({"lib.py": "import model\n" + HELPER.replace("fix_seeds", "simulate")}, False),
        # A seed that somebody would have to give.
        ({"model.py": "import lib\nlib.make(3)\n", "lib.py": OPTIONAL}, False),
        ({"model.py": "import lib\nlib.make(3, seed=1)\n", "lib.py": OPTIONAL}, True),
        ({"model.py": "import lib\nlib.make(3, seed=None)\n", "lib.py": OPTIONAL}, False),
        # A helper that is called by what the program uses, and one called by what it does not use.
        ({"model.py": "import lib\nlib.run()\n", "lib.py": CHAIN}, True),
        ({"model.py": "import lib\nlib.other()\n", "lib.py": CHAIN}, False),
        # A file with the name of a standard module is not that module.
        ({"model.py": "import random\n", "lib/random.py": SEED}, False),
    ],
)  # fmt: skip
def test_seeds_count_where_they_run(tmp_path: Path, files: dict[str, str], is_seeded: bool) -> None:
    project = write(tmp_path, {"model.py": "", **files})
    model = tmp_path / "model.py"
    found = project.seeds_reaching(str(model), model.read_text(), is_program=True)
    assert found == ({"numpy"} if is_seeded else set())


def test_every_seed_counts_for_a_module_that_nothing_runs(tmp_path: Path) -> None:
    project = write(tmp_path, {"model.py": "def fit(): ...\n", "other.py": SEED})
    assert project.seeds_reaching(str(tmp_path / "model.py"), "def fit(): ...\n", is_program=False) == {
        "numpy"
    }


def test_a_library_may_offer_a_function_that_seeds(tmp_path: Path) -> None:
    files = {"lib/__init__.py": "from .fit import fit\n", "lib/fit.py": "def fit(): ...\n"}
    fit = str(tmp_path / "lib/fit.py")
    project = write(tmp_path, {**files, "lib/seeds.py": HELPER})
    assert project.seeds_reaching(fit, "def fit(): ...\n", is_program=False) == {"numpy"}
    project = write(tmp_path, {**files, "lib/seeds.py": HELPER.replace("fix_seeds", "simulate")})
    assert project.seeds_reaching(fit, "def fit(): ...\n", is_program=False) == frozenset()


@pytest.mark.parametrize(
    ("name", "is_read"),
    [
        ("Dockerfile", True),
        ("docker/gpu.Dockerfile", True),
        (".github/workflows/train.yml", True),
        ("scripts/run.sh", True),
        ("Makefile", True),
        ("notes.txt", False),
        ("deep/down/run.sh", False),
    ],
)
def test_variables_are_looked_for_where_programs_are_started(
    tmp_path: Path, name: str, is_read: bool
) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("PYTHONHASHSEED=0 python train.py\n", encoding="utf-8")
    project = Project(tmp_path, {})
    assert project.sets_variable("PYTHONHASHSEED", for_path="train.py") == is_read
    assert not project.sets_variable("OMP_NUM_THREADS", for_path="train.py")
    assert project.was_asked_by("train.py")


def test_the_digest_of_a_project_tells_that_a_variable_is_set_elsewhere(tmp_path: Path) -> None:
    before = Project(tmp_path, {}).digest
    (tmp_path / "Dockerfile").write_text("ENV PYTHONHASHSEED=0\n", encoding="utf-8")
    assert Project(tmp_path, {}).digest != before
