"""The rules on observability in projects: what other files and the declared libraries say is taken into account."""

from __future__ import annotations

import subprocess
import sys
import types
from pathlib import Path
from typing import Any

import pytest

from mllint_rules.engine.fixing import FixOutcome
from mllint_rules.engine.registry import load_rules, rules_in_modules
from mllint_rules.engine.session import Session
from mllint_rules.model.diagnostic import Diagnostic
from mllint_rules.settings.loading import SettingsFinder
from mllint_rules.source.reading import read_file, read_text
from mllint_rules.testkit.sandbox import Sandbox

EXAMPLE = Path(__file__).parents[2] / "examples" / "churn"
FAMILY = "mllint_rules.rules.observability"
TRAINING = '''\
"""Train."""


def train(path):
    print("training on", path)


def main():
    train("orders.csv")
    train("tickets.csv")
    train("customers.csv")
    train("events.csv")


if __name__ == "__main__":
    main()
'''
CONFIGURATION = (
    '    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")\n'
)


def session(**configuration: object) -> Session:
    rules = tuple(rule for rule in load_rules(["mllint_rules.rules"]) if rule.code.startswith("MLO"))
    overrides = {"preset": "all", **{key.replace("_", "-"): value for key, value in configuration.items()}}
    return Session(SettingsFinder(overrides=overrides), rules)


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def found(path: Path, **configuration: object) -> list[Diagnostic]:
    return list(session(**configuration).check(read_file(path, str(path)), path))


def repair(path: Path, **configuration: object) -> FixOutcome:
    outcome = session(**configuration).fix(read_file(path, str(path)), path, unsafe=True)
    assert outcome.reverted == ()
    return outcome


def project_file(*dependencies: str) -> str:
    listed = ", ".join(f'"{dependency}"' for dependency in dependencies)
    return f'[project]\nname = "orders"\nversion = "1"\ndependencies = [{listed}]\n'


def test_the_program_shows_its_records_when_nothing_configures_logging(tmp_path: Path) -> None:
    write(tmp_path, {"pyproject.toml": project_file(), "train.py": TRAINING})
    text = repair(tmp_path / "train.py").document.text
    assert f"def main():\n{CONFIGURATION}    train(" in text


@pytest.mark.parametrize(
    "other",
    [
        "import logging\nlogging.basicConfig()\n",
        "from logging.config import dictConfig\ndictConfig({})\n",
        "def setup_logging():\n    pass\n",
    ],
)
def test_a_project_that_configures_logging_keeps_its_own_way(tmp_path: Path, other: str) -> None:
    write(tmp_path, {"pyproject.toml": project_file(), "train.py": TRAINING, "settings.py": other})
    text = repair(tmp_path / "train.py").document.text
    assert "basicConfig" not in text
    assert 'logger.info("training on %s", path, extra={"path": path})' in text


@pytest.mark.parametrize(
    ("dependencies", "imported", "line"),
    [
        ((), "", 'logger.info("training on %s", path, extra={"path": path})'),
        (("structlog",), "", 'logger.info("training_on", path=path)'),
        (("loguru",), "", 'logger.info("training on {path}", path=path)'),
        (("loguru", "structlog"), "", 'logger.info("training_on", path=path)'),
        (("structlog",), "import logging\n", 'logger.info("training on %s", path, extra={"path": path})'),
        (("structlog",), "from loguru import logger\n", 'logger.info("training on {path}", path=path)'),
        ((), "import logging\nimport structlog\n", 'logger.info("training_on", path=path)'),
    ],
)
def test_the_style_is_that_of_the_module_else_that_of_the_project(
    tmp_path: Path, dependencies: tuple[str, ...], imported: str, line: str
) -> None:
    write(tmp_path, {"pyproject.toml": project_file(*dependencies), "train.py": imported + TRAINING})
    assert f"    {line}\n" in repair(tmp_path / "train.py").document.text


def test_the_configured_style_wins_and_leaves_an_existing_logger_of_another_library_alone(
    tmp_path: Path,
) -> None:
    program = "import logging\n\nlogger = logging.getLogger(__name__)\n\n\n" + TRAINING
    write(tmp_path, {"pyproject.toml": project_file(), "train.py": program})
    text = repair(tmp_path / "train.py", logging_style="structlog").document.text
    assert "_logger = structlog.get_logger(__name__)\n" in text
    assert '    _logger.info("training_on", path=path)\n' in text


def test_a_project_whose_ruff_reports_prints_hears_of_them_once(tmp_path: Path) -> None:
    ruff = '\n[tool.ruff.lint]\nselect = ["T20"]\n'
    write(tmp_path, {"pyproject.toml": project_file() + ruff, "train.py": TRAINING})
    assert [each.code for each in found(tmp_path / "train.py")] == []
    assert [each.code for each in found(tmp_path / "train.py", defer_to_ruff=False)] == ["MLO101"]


def test_a_main_guard_that_tries_out_a_library_module_may_print(tmp_path: Path) -> None:
    module = 'def area(width):\n    print("width", width)\n    return width\n\n\nif __name__ == "__main__":\n'
    module += "".join(f'    print("area of {width}", area({width}))\n' for width in range(10))
    write(tmp_path, {"pyproject.toml": project_file(), "orders/__init__.py": "", "orders/shapes.py": module})
    assert [(each.code, each.region.line) for each in found(tmp_path / "orders" / "shapes.py")] == [
        ("MLO101", 2)
    ]
    (tmp_path / "orders" / "__init__.py").unlink()
    lines = [each.region.line for each in found(tmp_path / "orders" / "shapes.py")]
    assert lines == [2, *range(7, 17)]


ROOT_CALLS = """\
import logging


def load(path):
    logging.info("reading %s", path)


def main():
    logging.info("starting")
    load("orders.csv")


if __name__ == "__main__":
    main()
"""


def test_root_logger_calls_count_in_modules_that_others_import(tmp_path: Path) -> None:
    write(tmp_path, {"pyproject.toml": project_file(), "load.py": ROOT_CALLS})
    assert found(tmp_path / "load.py") == []
    write(tmp_path, {"train.py": "from load import load\n"})
    assert [each.region.line for each in found(tmp_path / "load.py")] == [5, 9]
    text = repair(tmp_path / "load.py").document.text
    assert 'def main():\n    logging.basicConfig()\n    logger.info("starting")\n' in text


def test_the_entry_point_that_calls_basic_config_may_use_the_root_logger(tmp_path: Path) -> None:
    configured = ROOT_CALLS.replace("def main():\n", "def main():\n    logging.basicConfig()\n")
    write(tmp_path, {"pyproject.toml": project_file(), "load.py": configured, "train.py": "import load\n"})
    assert [each.region.line for each in found(tmp_path / "load.py")] == [5]


def test_steps_are_logged_as_the_loop_counts_them(monkeypatch: pytest.MonkeyPatch) -> None:
    program = (
        "import mlflow\n\n\n"
        "def train(scores, epochs):\n"
        "    for score in scores:\n"
        "        mlflow.log_metric('score', score)\n"
        "    for epoch in range(epochs):\n"
        "        mlflow.log_metrics({'loss': 1 / (epoch + 1)})\n"
    )
    rules = rules_in_modules([f"{FAMILY}.metric_without_step"])
    outcome = Sandbox(rules).fix(read_text(program, "train.py"))
    logged: list[Any] = []
    tracker: Any = types.ModuleType("mlflow")
    tracker.log_metric = lambda key, value, step=None: logged.append((key, value, step))
    tracker.log_metrics = lambda metrics, step=None: logged.append((metrics, step))
    monkeypatch.setitem(sys.modules, "mlflow", tracker)
    names: dict[str, Any] = {}
    exec(compile(outcome.document.text, "after.py", "exec"), names)
    names["train"]([0.5, 0.7], 2)
    assert logged == [("score", 0.5, 0), ("score", 0.7, 1), ({"loss": 1.0}, 0), ({"loss": 0.5}, 1)]


@pytest.mark.parametrize(
    ("module", "codes"),
    [
        ("data.py", ["MLO101"]),
        ("models.py", ["MLO102"]),
        ("tracking.py", ["MLO110", "MLO112", "MLO104", "MLO105", "MLO103"]),
    ],
)
def test_the_example_project_shows_the_rules(module: str, codes: list[str]) -> None:
    path = EXAMPLE / "churn" / module
    family = [each.code for each in found(path) if each.code.startswith("MLO")]
    assert family[: len(codes)] == codes
    outcome = repair(path)
    assert [each.code for each in outcome.remaining if each.code in codes] == []


CONFIGURED_AT_IMPORT = '''\
"""Train."""

import logging
import subprocess
import sys

handler = logging.StreamHandler(sys.stdout)
# As the service wants it.
handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
logging.getLogger().addHandler(handler)
logging.getLogger().setLevel(logging.INFO)

logger = logging.getLogger("orders")


def fit_all():
    logger.info("training")


if __name__ == "__main__":
    fit_all()
'''


def test_a_program_that_others_import_configures_logging_where_it_begins(tmp_path: Path) -> None:
    write(tmp_path, {"pyproject.toml": project_file(), "train.py": CONFIGURED_AT_IMPORT})
    assert found(tmp_path / "train.py") == []
    write(tmp_path, {"notes.py": "# the train that calls\n"})
    assert found(tmp_path / "train.py") == []
    write(tmp_path, {"serve.py": "from program import fit_all\nimport train\n"})
    assert [each.code for each in found(tmp_path / "train.py")] == ["MLO109"]
    outcome = repair(tmp_path / "train.py")
    assert outcome.remaining == ()
    before = run_program(CONFIGURED_AT_IMPORT)
    assert before == "INFO training\n"
    assert run_program(outcome.document.text) == before
    assert "def configure_logging() -> None:\n    handler = logging.StreamHandler" in outcome.document.text


def run_program(program: str) -> str:
    """What a program writes to standard output, run in a process of its own."""
    completed = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    assert completed.returncode == 0, completed.stderr
    return completed.stdout
