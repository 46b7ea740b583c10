"""Set up and run everything, on a fresh machine too. Needs Python 3.10 or newer, and nothing else installed.

python3 dev.py example     install mllint, then check and repair a copy of the project in examples/
python3 dev.py test        install what development needs, then run every check and the test suite
python3 dev.py sweep       the slow lane: every Python version found here, real projects, longer fuzzing
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
BIN = "Scripts" if os.name == "nt" else "bin"


def main(arguments: Sequence[str]) -> int:
    """Run one command; the exit code is that of its first step that fails."""
    commands = {"example": example, "test": test, "sweep": sweep}
    if len(arguments) != 1 or arguments[0] not in commands:
        print(__doc__)
        return 2
    try:
        commands[arguments[0]]()
    except subprocess.CalledProcessError as error:
        print(f"\nfailed: {' '.join(map(str, error.cmd))}", file=sys.stderr)
        return error.returncode or 1
    return 0


def example() -> None:
    """The main job on the example project: what is wrong, what `fix` would do, what is left afterwards."""
    python = environment(ROOT / ".venv-example", ["."])
    mllint = python.parent / "mllint"
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder, "churn")
        shutil.copytree(ROOT / "examples" / "churn", project)
        for options in (
            ["check"],
            ["fix", "--unsafe-fixes"],
            ["check", "--statistics", "--output-format", "concise"],
        ):
            title = " ".join(["mllint", *options])
            print(f"\n$ {title}\n", flush=True)
            # Findings are what the example is for: their exit code 1 is a success here, 2 is not.
            code = subprocess.run([mllint, *options], cwd=project, check=False).returncode
            if code > 1:
                raise subprocess.CalledProcessError(code, title)


def test() -> None:
    """Linters, types, layers, mllint on itself, the tests."""
    python = environment(ROOT / ".venv", ["-e", ".[dev]"])
    old_pylint = ROOT / ".venv" / "pylint3"
    if not old_pylint.is_dir():
        step(python, "-m", "pip", "install", "--quiet", "--target", old_pylint, "pylint<4")
    step(python, "-m", "ruff", "check", ".")
    step(python, "-m", "ruff", "format", "--check", ".")
    step(python, "-m", "mypy")
    step(python.parent / "lint-imports")
    step(python, "-m", "mllint_rules", "check", "src", "bench", "dev.py", "--output-format", "concise")
    step(python, "-m", "pytest", "-n", "auto", MLLINT_TEST_PYLINT3=str(old_pylint))


def sweep() -> None:
    """The tests on every Python found here, then the sweep over real projects."""
    found = {}
    for minor in range(10, 20):
        interpreter = shutil.which(f"python3.{minor}")
        if interpreter and _runs(interpreter):
            found[minor] = interpreter
    for minor, interpreter in found.items():
        print(f"\n# Python 3.{minor}", flush=True)
        python = environment(ROOT / f".venv-3{minor}", ["-e", ".[dev]"], interpreter)
        step(python, "-m", "pytest", "-n", "auto", HYPOTHESIS_PROFILE="long")
    python = environment(ROOT / ".venv", ["-e", ".[dev]"])
    step(python, ROOT / "bench" / "sweep.py")


def _runs(interpreter: str) -> bool:
    return subprocess.run([interpreter, "-V"], capture_output=True, check=False).returncode == 0


def environment(folder: Path, requirements: Sequence[str], interpreter: str = sys.executable) -> Path:
    """A virtual environment with the requirements installed; its Python."""
    python = folder / BIN / "python"
    if not python.exists():
        if interpreter == sys.executable:
            venv.create(folder, with_pip=True)
        else:
            subprocess.run([interpreter, "-m", "venv", folder], check=True)
    step(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *requirements)
    return python


def step(*command: str | Path, **variables: str) -> None:
    """Run one step in the repository and stop at its failure."""
    print("$", *command, flush=True)
    subprocess.run([str(part) for part in command], cwd=ROOT, check=True, env={**os.environ, **variables})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
