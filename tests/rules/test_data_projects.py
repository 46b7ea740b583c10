"""The rules on data in a project: what one module writes and another reads, and what images lay down."""

from __future__ import annotations

from pathlib import Path

import pytest

from mllint_rules.engine.checking import check
from mllint_rules.engine.plan import CheckPlan
from mllint_rules.engine.registry import rules_in_modules
from mllint_rules.model.diagnostic import Diagnostic
from mllint_rules.semantic.project import Project
from mllint_rules.source.reading import read_file


def findings(root: Path, files: dict[str, str], rule: str) -> tuple[Diagnostic, ...]:
    """What the rule finds in the first of the files of a project."""
    for name, text in {"pyproject.toml": "", **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    checked = root / next(iter(files))
    rules = rules_in_modules([f"mllint_rules.rules.data.{rule}"])
    return check(read_file(checked, str(checked)), CheckPlan(rules), Project(root, {}))


WRITER = 'import pandas as pd\npd.read_csv("raw.csv").to_csv("data/clean_orders.csv")\n'


@pytest.mark.parametrize(
    ("reader", "is_reported"),
    [
        ('pd.read_csv("data/clean_orders.csv")', True),
        ('pd.read_csv("data/clean_orders.csv", index_col=0)', False),
        ('pd.read_csv("data/other_orders.csv")', False),
        ('pd.read_csv("data/clean_orders.csv").drop(columns="Unnamed: 0")', False),
    ],
)
def test_a_file_that_another_module_reads_back(tmp_path: Path, reader: str, is_reported: bool) -> None:
    files = {"prepare.py": WRITER, "train.py": f"import pandas as pd\norders = {reader}\n"}

    assert len(findings(tmp_path, files, "index_column_roundtrip")) == is_reported


def test_tests_may_read_a_file_with_its_row_numbers(tmp_path: Path) -> None:
    reader = 'import pandas as pd\norders = pd.read_csv("data/clean_orders.csv")\n'

    assert not findings(
        tmp_path, {"prepare.py": WRITER, "tests/test_it.py": reader}, "index_column_roundtrip"
    )


@pytest.mark.parametrize(
    ("name", "text", "is_reported"),
    [
        ("Dockerfile", "FROM python\nWORKDIR /home/app\n", False),
        ("docker-compose.yml", "volumes: ['./data:/home/app/data']\n", False),
        (".github/workflows/train.yml", "run: ls /home/app\n", False),
        ("Dockerfile", "WORKDIR /home/app2\n", True),
        ("README.md", "lives in /home/app\n", True),
    ],
)
def test_folders_that_an_image_lays_down(tmp_path: Path, name: str, text: str, is_reported: bool) -> None:
    files = {"train.py": 'import numpy as np\nx = np.load("/home/app/data/x.npy")\n', name: text}

    assert len(findings(tmp_path, files, "absolute_data_path")) == is_reported


def test_a_path_through_the_folder_of_the_project_starts_from_it(tmp_path: Path) -> None:
    root = tmp_path / "churn"
    code = 'import pandas as pd\nx = pd.read_csv("/home/ann/shop/churn/data/orders.csv")\n'

    (found,) = findings(root, {"src/models/train.py": code}, "absolute_data_path")

    assert found.fix is not None
    texts = [edit.text for edit in found.fix.edits]
    assert 'Path(__file__).resolve().parents[2] / "data" / "orders.csv"' in texts


def test_a_reader_that_another_module_passes_on(tmp_path: Path) -> None:
    files = {
        "shop/train.py": 'from shop.tools import pd\norders = pd.read_csv("orders.csv", on_bad_lines="skip")\n',
        "shop/tools.py": "import pandas as pd\n",
        "shop/__init__.py": "",
    }

    found = findings(tmp_path, files, "silently_skipped_rows")
    assert [(each.code, each.region.line) for each in found] == [("MLD117", 2)]
