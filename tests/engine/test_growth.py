"""What a check costs: work in proportion to the size of the module, whatever its shape, and no memory afterwards.

Work is counted, not timed: the calls of functions, Python's own and those in C.
"""

from __future__ import annotations

import ast
import gc
import sys
from collections.abc import Callable

import pytest

from mllint_rules.engine.checking import check
from mllint_rules.engine.plan import CheckPlan
from mllint_rules.engine.registry import load_rules
from mllint_rules.source.document import Document
from mllint_rules.source.reading import read_text

SMALL = 60
LEEWAY = 1.35  # of what four times the size may cost, for what grows with the logarithm


def functions(size: int) -> str:
    """A generated module: functions with the same local names, which load, compute and print."""
    return "import numpy as np\nimport pandas as pd\n" + "".join(
        f"def f{n}(a, b=None):\n    df = pd.read_csv('x{n}.csv')\n    c = df['a'] + {n}\n    for k in range(3):\n"
        f"        c = c * f{max(n - 1, 0)}(k)\n"
        f"    if b:\n        return np.mean(c)\n    print(c, f{n % 7})\n    return c\n"
        for n in range(size)
    )


def one_name(size: int) -> str:
    """A function that assigns to one name again and again."""
    return "def f(a):\n" + "".join(f"    x = g(x, {n})\n" for n in range(size)) + "    return x\n"


def one_frame(size: int) -> str:
    """A loaded frame under one name, which is read in a function too."""
    changes = "".join(f"x = x.assign(a={n})\n" for n in range(size))
    return f"import pandas as pd\nx = pd.read_csv('a.csv')\n{changes}def g():\n    return x\n"


def recursion(size: int) -> str:
    """Functions that call each other in a circle."""
    return "".join(f"def f{n}(x):\n    return f{(n + 1) % size}(f{(n + 7) % size}(x))\n" for n in range(size))


def classes(size: int) -> str:
    """Classes of which each derives from the one before, with attributes defined by each other."""
    return "class C0: pass\n" + "".join(
        f"class C{n + 1}(C{n}):\n    def m(self):\n"
        "        self.a = self.b\n        self.b = self.a\n        return self.m()\n"
        for n in range(size)
    )


def prints(size: int) -> str:
    """A program that prints line after line."""
    return "def main():\n" + "".join(f"    print('a', {n})\n" for n in range(size))


def captures(size: int) -> str:
    """Frames of the module that functions read."""
    return "import pandas as pd\n" + "".join(
        f"d{n} = pd.read_csv('a{n}.csv')\ndef f{n}():\n    return d{n}.mean()\n" for n in range(size)
    )


def schemas(size: int) -> str:
    """Schemas and the calls that validate by them."""
    return "import pandera.pandas as pa\nimport pandas as pd\n" + "".join(
        f"class S{n}(pa.DataFrameModel):\n    a: int\n\ndf{n} = S{n}.validate(pd.read_csv('a{n}.csv'))\n"
        for n in range(size)
    )


def chain(size: int) -> str:
    """One expression of calls, each of the result of the one before."""
    links = ".dropna().head(5).assign(a=f(1))" * size
    return f"import pandas as pd\ndef g(f):\n    return pd.read_csv('a.csv'){links}\n"


@pytest.fixture(scope="module")
def plan() -> CheckPlan:
    """All rules, with their knowledge loaded."""
    made = CheckPlan(tuple(load_rules()))
    for shape in SHAPES:
        check(document(shape(3)), made, with_fixes=False)
    return made


def document(code: str) -> Document:
    """The code as a file."""
    return read_text(code, "module.py")


def work(subject: Document, plan: CheckPlan) -> int:
    """The number of calls that a check takes."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        check(subject, plan, with_fixes=False)
    finally:
        sys.setprofile(before)
    return calls


SHAPES = (functions, one_name, one_frame, recursion, captures, prints, schemas, chain)


@pytest.mark.parametrize("shape", [*SHAPES, classes])
def test_four_times_the_module_takes_four_times_the_work(
    plan: CheckPlan, shape: Callable[[int], str]
) -> None:
    small, middle, large = (work(document(shape(SMALL * times)), plan) for times in (1, 2, 4))
    assert middle < 2 * small * LEEWAY
    assert large < 4 * small * LEEWAY


LEARNS = """
    import pandas as pd
    from sklearn.model_selection import train_test_split
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC

    table = pd.concat([pd.read_csv(name) for name in ("a.csv", "b.csv") if name])
    rows = StandardScaler().fit_transform(table[["x", "y"]])
    left, right, train, test = train_test_split(rows, table["z"])

    class Judge:
        def score(self, model):
            self.value = model.score(right, test)
            return self.value

    model = SVC().fit(left, train)
    print(Judge().score(model), {name: table[name].mean() for name in table.columns})
"""


def test_nothing_of_a_checked_document_waits_for_the_collector(plan: CheckPlan) -> None:
    subject = document("\n".join(line[4:] for line in LEARNS.splitlines()))
    assert check(subject, plan)  # also loads what the check needs to know
    gc.collect()
    gc.disable()
    try:
        before = sum(isinstance(each, ast.AST) for each in gc.get_objects())
        check(subject, plan)
        assert sum(isinstance(each, ast.AST) for each in gc.get_objects()) == before
    finally:
        gc.enable()
