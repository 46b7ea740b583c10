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
