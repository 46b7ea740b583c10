"""How many steps a run takes: in proportion to the size of the module, whatever its shape."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mllint_rules.semantic.provenance.interpreter import Interpreter

SIZES = (100, 200, 400)


def statements(size: int) -> str:
    """A generated module: nothing but assignments."""
    head = "import pandas as pd\ndf = pd.read_csv('a.csv')\n"
    return head + "".join(f"df['c{n}'] = df['b{n}'].fillna(df['b{n}'].mean())\n" for n in range(size))


def chain(size: int) -> str:
    """Functions of which each calls the next."""
    calls = "".join(f"def f{n}(x):\n    return f{n + 1}(x)\n" for n in range(size))
    return f"from sklearn.svm import SVC\n{calls}def f{size}(x):\n    return SVC().fit(x)\nf0(load())\n"


def fan(size: int) -> str:
    """Functions of which each calls the next twice, on data: followed to the end that would be a power of two."""
    calls = "".join(f"def f{n}(x):\n    f{n + 1}(x)\n    return f{n + 1}(x)\n" for n in range(size))
    head = "import pandas as pd\n"
    return f"{head}{calls}def f{size}(x):\n    return x\nf0(pd.read_csv('a.csv'))\n"


def circle(size: int) -> str:
    """Functions that call each other in a circle, and themselves."""
    calls = "".join(
        f"def f{n}(x):\n    f{n}(x)\n    return f{(n + 1) % size}(x) + f{(n + 2) % size}(x)\n"
        for n in range(size)
    )
    return f"import pandas as pd\n{calls}f0(pd.read_csv('a.csv'))\n"


def branches(size: int) -> str:
    """Conditions one behind the other: the ways through them are a power of two."""
    head = "import pandas as pd\ndf = pd.read_csv('a.csv')\n"
    return head + "".join(
        f"if flag{n}:\n    df = df.dropna()\nelse:\n    df = df.copy()\n" for n in range(size)
    )


def masks(size: int) -> str:
    """Rows taken or not, one mask behind the other: every way leads to other rows."""
    head = "import pandas as pd\ndf = pd.read_csv('a.csv')\n"
    return head + "".join(f"if flag{n}:\n    df = df[df['c{n}'] > 0]\n" for n in range(size))


@pytest.mark.parametrize("module", [statements, chain, fan, circle, branches, masks])
def test_twice_the_module_takes_twice_the_steps(
    probe: Callable[..., Any], module: Callable[[int], str]
) -> None:
    """Counted in steps at three sizes, so that the machine plays no part."""
    taken = []
    for size in SIZES:
        run = Interpreter(probe(module(size)).model)
        assert run.run().is_complete
        taken.append(run.steps)
    first, second, third = taken
    assert second - first > 0
    assert (third - second) / (second - first) == pytest.approx(2, abs=0.3)


@pytest.mark.parametrize("depth", [5, 10, 20])
def test_loops_in_loops_are_run_a_few_times_each(probe: Callable[..., Any], depth: int) -> None:
    """A round to see what it leaves behind and one for the record, not two to the power of the depth."""
    lines = [f"{'    ' * n}for i{n} in rows{n}:" for n in range(depth)]
    code = "import pandas as pd\n" + "\n".join(lines) + f"\n{'    ' * depth}x = 1\n"
    run = Interpreter(probe(code).model)
    assert run.run().is_complete
    assert run.steps < 10 * depth * depth


def test_a_run_cut_short_says_so(probe: Callable[..., Any]) -> None:
    """Known rounds in known rounds may take more than the allowance: the run ends, and rules of absence are told."""
    lines = [f"{'    ' * n}for i{n} in [1, 2, 3, 4, 5, 6, 7, 8]:" for n in range(8)]
    code = "import pandas as pd\n" + "\n".join(lines) + f"\n{'    ' * 8}x = 1\n"
    assert not Interpreter(probe(code).model).run().is_complete


def test_expressions_in_expressions_end_the_run_without_an_error(probe: Callable[..., Any]) -> None:
    """Calls nested deeper than the interpreter may recurse."""
    code = (
        "import pandas as pd\nx = " + "f(" * 90 + "1" + ")" * 90 + "\n" + "y = " + "+".join("x" * 500) + "\n"
    )
    assert Interpreter(probe(code).model).run().is_complete
