"""Where the programs of a project start."""

from __future__ import annotations

from pathlib import Path

import pytest

from mllint_rules.engine.registry import load_rules
from mllint_rules.engine.session import Session
from mllint_rules.semantic.project import Project
from mllint_rules.settings.loading import SettingsFinder
from mllint_rules.source.reading import read_file

GUARD = "if __name__ == '__main__':\n    main()\n"
CLI = "def run(): ...\nclass App:\n    def start(self): ...\n"


def found(root: Path, files: dict[str, str]) -> set[tuple[str, str, str]]:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return {
        (str(Path(each.path).relative_to(root)), each.start.value, each.function)
        for each in Project(root, {}).entry_points
    }


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pyproject.toml", "[project.scripts]\nrun = 'pkg.cli:run'\n"),
        ("pyproject.toml", "[project.gui-scripts]\nrun = 'pkg.cli:run'\n"),
        ("pyproject.toml", "[tool.poetry.scripts]\nrun = {reference = 'pkg.cli:run', type = 'console'}\n"),
        ("pyproject.toml", "[tool.poetry.scripts]\nrun = 'pkg.cli:run'\n"),
        ("pyproject.toml", "[project.scripts]\nrun = 'pkg:run'\n"),
        ("setup.cfg", "[options.entry_points]\nconsole_scripts =\n    run = pkg.cli:run\n    x = absent:f [extra]\n"),
        ("setup.py", "setup(entry_points={'console_scripts': ['run = pkg.cli:run [extra]']})\n"),
        ("setup.py", "setup(entry_points='''\n[console_scripts]\nrun=pkg.cli:run\n''')\n"),
    ],
)  # fmt: skip
def test_declared_scripts(tmp_path: Path, name: str, text: str) -> None:
    files = {"src/pkg/__init__.py": "from .cli import run\n", "src/pkg/cli.py": CLI, name: text}
    assert found(tmp_path, files) == {("src/pkg/cli.py", "script", "run")}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pyproject.toml", "[project.scripts\n"),
        ("pyproject.toml", "project = 3\n"),
        ("pyproject.toml", "[project.scripts]\nrun = 3\n"),
        ("pyproject.toml", "[project.scripts]\nrun = 'pkg.cli'\n"),
        ("pyproject.toml", "[project.scripts]\nrun = 'pkg.cli:absent'\n"),
        ("pyproject.toml", "[project.scripts]\nrun = 'pandas:read_csv'\n"),
        ("setup.cfg", "console_scripts =\n"),
        ("setup.py", "setup(entry_points=\n"),
        ("setup.py", "setup(entry_points=read())\n"),
    ],
)
def test_declarations_that_say_nothing(tmp_path: Path, name: str, text: str) -> None:
    assert found(tmp_path, {"pkg/__init__.py": "", "pkg/cli.py": CLI, name: text}) == set()


def test_modules_that_are_programs(tmp_path: Path) -> None:
    files = {
        "train.py": GUARD,
        "other.py": 'if "__main__" == __name__:\n    main()\n',
        "pkg/__main__.py": "main()\n",
        "lib.py": "def f():\n    if __name__ == '__main__': ...\n",
        "words.py": "x = '__main__'\n",
    }
    assert found(tmp_path, files) == {
        ("train.py", "main guard", ""),
        ("other.py", "main guard", ""),
        ("pkg/__main__.py", "__main__.py", ""),
    }


@pytest.mark.parametrize(
    ("declared", "title"), [("tool:run", "Draw from one seeded `Generator`"), ("tool:no", None)]
)
def test_a_declared_script_is_a_place_for_a_generator(
    tmp_path: Path, declared: str, title: str | None
) -> None:
    code = "import numpy as np\ndef run():\n    print(np.random.rand(3))\n"
    found(tmp_path, {"pyproject.toml": f"[project.scripts]\nrun = '{declared}'\n", "tool.py": code})
    session = Session(SettingsFinder(isolated=True, overrides={"preset": "all"}), load_rules())
    path = tmp_path / "tool.py"
    reported = session.check(read_file(path, str(path)), path)
    fixes = [each.fix for each in reported if each.name == "unseeded-numpy-random"]
    assert [fix and fix.title for fix in fixes] == [title]
