"""`--infer-from-data`: types of columns from the files that the code reads, and from no others."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from .conftest import Workspace

DATA = """\
order_id,zip,price,created_at,at,qty,flag,order,mark
1,01234,1.5,2020-01-02,2020-01-02 10:00:00,1,True,03/04/2020,?
2,10115,2.5,2020-01-03,2020-01-02 10:00:01,,False,03/04/2020,1
"""
USE = 'print(orders["zip"], orders["qty"], orders["price"], orders["created_at"], orders["order"], orders["mark"])\n'


def repaired(workspace: Workspace, code: str, *flags: str) -> str:
    """The code with the repairs of untyped reads."""
    workspace.write("src/load.py", code)
    outcome = workspace.run("fix", "--unsafe-fixes", "--isolated", "--select", "MLD101,MLD103", *flags, "src")
    assert outcome.code in (0, 1), outcome.err
    return workspace.read("src/load.py")


@pytest.fixture
def project(workspace: Workspace) -> Workspace:
    """A project with a data file."""
    workspace.write("project/pyproject.toml", "")
    workspace.write("project/data/orders.csv", DATA)
    return Workspace(workspace.root / "project")


def test_pandas(project: Workspace) -> None:
    code = 'import pandas as pd\n\norders = pd.read_csv("data/orders.csv")\n' + USE
    assert repaired(project, code) == code
    assert repaired(project, code, "--infer-from-data") == (
        "import pandas as pd\n\n"
        'ORDERS_DTYPES = {"zip": "string", "qty": "Int64", "price": "float64"}\n\n'
        'orders = pd.read_csv("data/orders.csv", dtype=ORDERS_DTYPES, parse_dates=["created_at"])\n' + USE
    )


def test_a_path_from_the_module(project: Workspace) -> None:
    code = 'import pandas as pd\n\norders = pd.read_csv("../data/orders.csv")\nprint(orders["zip"])\n'
    assert 'ORDERS_DTYPES = {"zip": "string"}' in repaired(project, code, "--infer-from-data")


def test_polars(project: Workspace) -> None:
    code = (
        'import polars as pl\n\norders = pl.read_csv("data/orders.csv")\n'
        'x = orders.select(pl.col("zip"), pl.col("qty"), pl.col("created_at"), pl.col("at"), pl.col("order"))\n'
    )
    types = '"zip": pl.String, "qty": pl.Int64, "created_at": pl.Date, "at": pl.Datetime'
    assert f"schema_overrides={{{types}}}" in repaired(project, code, "--infer-from-data")


def test_a_frame_whose_columns_nobody_names_gets_all_types(project: Workspace) -> None:
    code = 'import pandas as pd\n\norders = pd.read_csv("data/orders.csv")\nprint(orders.shape)\n'
    assert repaired(project, code, "--infer-from-data") == (
        "import pandas as pd\n\n"
        'ORDERS_DTYPES = {\n    "order_id": "Int64",\n    "zip": "string",\n    "price": "float64",\n'
        '    "qty": "Int64",\n'
        '    "flag": "boolean",\n}\n\n'
        'orders = pd.read_csv("data/orders.csv", dtype=ORDERS_DTYPES, parse_dates=["created_at", "at"])\n'
        "print(orders.shape)\n"
    )


def test_what_code_and_file_say_together(project: Workspace) -> None:
    code = (
        'import pandas as pd\n\norders = pd.read_csv("data/orders.csv")\n'
        'orders["order_id"] = orders["order_id"].astype("int32")\n'
        'print(orders["qty"].str.len(), orders["price"].astype(int))\n'
    )
    found = repaired(project, code, "--infer-from-data")
    # A cast to the same kind says more; text is what the code can work with; a cast to another kind stays.
    assert 'ORDERS_DTYPES = {"order_id": "int32", "qty": "string", "price": "float64"}' in found
    assert 'print(orders["qty"].str.len(), orders["price"].astype(int))' in found


def test_the_repaired_program_runs(project: Workspace) -> None:
    pytest.importorskip("pandas")
    code = 'import pandas as pd\n\norders = pd.read_csv("data/orders.csv")\nprint(orders["zip"][0], orders.shape)\n'
    repaired(project, code, "--infer-from-data")
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "src/load.py"], cwd=project.root, capture_output=True, text=True, check=True
    )
    assert done.stdout == "01234 (2, 9)\n"


# Files that are left alone


def test_a_file_outside_the_project(project: Workspace) -> None:
    outside = project.root.parent / "outside.csv"
    outside.write_text(DATA)
    for path in ("../outside.csv", "../../outside.csv", str(outside)):
        code = f'import pandas as pd\n\norders = pd.read_csv("{path}")\nprint(orders["zip"])\n'
        assert repaired(project, code, "--infer-from-data") == code


def test_a_link_that_leads_out_of_the_project(project: Workspace) -> None:
    outside = project.root.parent / "outside.csv"
    outside.write_text(DATA)
    os.symlink(outside, project.root / "data" / "linked.csv")
    os.symlink(project.root.parent, project.root / "data" / "up")
    for path in ("data/linked.csv", "data/up/outside.csv"):
        code = f'import pandas as pd\n\norders = pd.read_csv("{path}")\nprint(orders["zip"])\n'
        assert repaired(project, code, "--infer-from-data") == code


@pytest.mark.parametrize(
    "call",
    [
        'pd.read_csv("data/gone.csv")',
        'pd.read_csv("data/broken.csv")',
        'pd.read_csv("data")',
        'pd.read_csv("https://example.org/data/orders.csv")',
        'pd.read_csv("data/orders.csv", names=["zip", "b"])',
        'pd.read_csv("data/orders.csv", header=None)',
        'pd.read_csv("data/orders.csv", sep=";")',
        'pd.read_csv("data/orders.csv", sep=r"\\s+")',
        'pd.read_csv("data/or" + input())',
        'pd.read_csv("data/twice.csv")',
        'pd.read_csv("data/nul\\0.csv")',
    ],
)
def test_what_is_not_certain(project: Workspace, call: str) -> None:
    project.write("data/broken.csv", b"\0\1\2")
    project.write("data/twice.csv", DATA)
    project.write("src/data/twice.csv", DATA)
    code = f'import pandas as pd\n\norders = {call}\nprint(orders["zip"])\n'
    assert repaired(project, code, "--infer-from-data") == code


def test_a_device_or_a_pipe_is_not_opened(project: Workspace) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("there are no pipes")
    os.mkfifo(project.root / "data" / "pipe.csv")
    code = 'import pandas as pd\n\norders = pd.read_csv("data/pipe.csv")\nprint(orders["zip"])\n'
    assert repaired(project, code, "--infer-from-data") == code


def test_data_stays_as_it_is_and_large_files_are_sampled(project: Workspace) -> None:
    rows = "".join(f"{n},0{n % 7}\n" for n in range(300_000))
    project.write("data/orders.csv", "order_id,zip\n" + rows + "nonsense,x\n")
    before = Path(project.root / "data" / "orders.csv").stat()
    code = 'import pandas as pd\n\norders = pd.read_csv("data/orders.csv")\nprint(orders["order_id"], orders["zip"])\n'
    found = repaired(project, code, "--infer-from-data")
    assert 'ORDERS_DTYPES = {"order_id": "Int64", "zip": "string"}' in found
    assert Path(project.root / "data" / "orders.csv").stat().st_mtime_ns == before.st_mtime_ns


def test_several_processes(project: Workspace) -> None:
    for number in range(30):
        project.write(
            f"src/m{number}.py",
            'import pandas as pd\n\norders = pd.read_csv("data/orders.csv")\nprint(orders["zip"].head())\n',
        )
    project.run(
        "fix", "--unsafe-fixes", "--isolated", "--select", "MLD101", "--infer-from-data", "--jobs", "2", "src"
    )
    assert all('{"zip": "string"}' in project.read(f"src/m{number}.py") for number in range(30))


def test_no_configuration_can_ask_for_it(project: Workspace) -> None:
    project.write("pyproject.toml", "[tool.mllint]\ninfer-from-data = true\n")
    outcome = project.run("check", "src")
    assert (outcome.code, "infer-from-data" in outcome.err) == (2, True)
