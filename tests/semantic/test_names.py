"""Which API a name denotes, through every way to import and rename it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Probe = Callable[..., Any]


@pytest.mark.parametrize(
    ("code", "expression", "expected"),
    [
        ("import numpy\nnumpy.random.rand", "numpy.random.rand", "numpy.random.rand"),
        ("import numpy as np\nnp.random.rand", "np.random.rand", "numpy.random.rand"),
        ("import numpy.random\nnumpy.random.rand", "numpy.random.rand", "numpy.random.rand"),
        ("import numpy.random as r\nr.rand", "r.rand", "numpy.random.rand"),
        ("from numpy import random\nrandom.rand", "random.rand", "numpy.random.rand"),
        ("from numpy.random import rand as draw\ndraw", "draw", "numpy.random.rand"),
        ("import numpy as np\nrd = np.random\nrd.rand", "rd.rand", "numpy.random.rand"),
        ("import numpy as np\nrd = np.random\nf = rd.rand\nf", "f", "numpy.random.rand"),
        ("def f():\n    import torch as t\n    t.load", "t.load", "torch.load"),
        ("if x:\n    import torch\ntorch.load", "torch.load", "torch.load"),
        ("from tensorflow import keras\nkeras.Model", "keras.Model", "keras.Model"),
        ("import tensorflow as tf\ntf.keras.Model", "tf.keras.Model", "keras.Model"),
        ("import pytorch_lightning as pl\npl.Trainer", "pl.Trainer", "lightning.pytorch.Trainer"),
        ("import lightning as L\nL.Trainer", "L.Trainer", "lightning.pytorch.Trainer"),
        ("from sklearn.externals import joblib\njoblib.load", "joblib.load", "joblib.load"),
        ("print", "print", "builtins.print"),
        ("from .tools import load\nload", "load", ".tools.load"),
        ("def train(): ...\ntrain", "train", "<here>.train"),
        ("class Net:\n    def fit(self): ...\nNet", "Net", "<here>.Net"),
    ],
)
def test_a_name_is_followed_to_its_api(probe: Probe, code: str, expression: str, expected: str) -> None:
    assert probe(code).name(expression) == expected


def test_an_optional_import_is_what_it_is_when_it_is_there(probe: Probe) -> None:
    code = """
        try:
            import torch
        except ImportError:
            torch = None
        torch.load
        """
    assert probe(code).name("torch.load") == "torch.load"


def test_two_homes_of_one_api_are_one_name(probe: Probe) -> None:
    code = """
        try:
            import lightning.pytorch as pl
        except ImportError:
            import pytorch_lightning as pl
        pl.Trainer
        """
    assert probe(code).name("pl.Trainer") == "lightning.pytorch.Trainer"


def test_two_different_libraries_under_one_name_are_unknown(probe: Probe) -> None:
    code = """
        try:
            import cupy as xp
        except ImportError:
            import numpy as xp
        xp.zeros
        """
    assert probe(code).name("xp.zeros") is None


@pytest.mark.parametrize(
    ("code", "expression"),
    [
        ("import pandas as pd\ndef f(pd):\n    pd.read_csv", "pd.read_csv"),
        ("import pandas as pd\npd = load()\npd.read_csv", "pd.read_csv"),
        ("import pandas as pd\n[pd.read_csv for pd in things]", "pd.read_csv"),
        ("import pandas as pd\nf = lambda pd: pd.read_csv", "pd.read_csv"),
        ("for pd in things:\n    pd.read_csv", "pd.read_csv"),
        ("def print(x): ...\nprint", "open"),
    ],
)
def test_a_shadowed_name_is_not_the_library(probe: Probe, code: str, expression: str) -> None:
    if expression == "open":
        assert probe(code).name("print") == "<here>.print"
    else:
        assert probe(code).name(expression) is None


def test_class_names_are_not_seen_from_methods(probe: Probe) -> None:
    code = """
        import numpy as np
        class A:
            np = None
            def f(self):
                return np.zeros
        """
    assert probe(code).name("np.zeros") == "numpy.zeros"


def test_decorators_and_defaults_belong_to_the_outside(probe: Probe) -> None:
    code = """
        import torch
        class Net:
            def step(self, torch=torch.float32, *, device=torch.device):
                pass
        """
    assert probe(code).name("torch.float32") == "torch.float32"
    assert probe(code).name("torch.device") == "torch.device"


def test_global_and_nonlocal_bind_outside(probe: Probe) -> None:
    code = """
        def outer():
            import numpy as np
            def inner():
                nonlocal np
                global torch
                import torch
            np.zeros
        torch.load
        """
    assert probe(code).name("np.zeros") == "numpy.zeros"
    assert probe(code).name("torch.load") == "torch.load"


def test_type_checking_imports_count(probe: Probe) -> None:
    code = """
        from typing import TYPE_CHECKING
        if TYPE_CHECKING:
            import pandas as pd
        def f(frame: "pd.DataFrame"):
            return frame
        """
    assert probe(code).type("frame") == "pandas.DataFrame"


def test_relative_imports_are_resolved_in_a_package(tmp_path: Any) -> None:
    import ast

    from mllint_rules.semantic.model import SemanticModel
    from mllint_rules.semantic.project import Project
    from mllint_rules.source.reading import read_text

    package = tmp_path / "shop" / "models"
    package.mkdir(parents=True)
    for folder in (tmp_path / "shop", package):
        (folder / "__init__.py").write_text("")
    text = "from ..data import load\nfrom . import net\nload\nnet\n"
    document = read_text(text, str(package / "train.py"))
    model = SemanticModel(document, ast.parse(text), Project(tmp_path, {}))
    names = [model.qualified_name(s.value) for s in model.tree.body if isinstance(s, ast.Expr)]
    assert names == ["shop.data.load", "shop.models.net"]


def test_calls_are_found_under_every_local_name(probe: Probe) -> None:
    code = """
        import torch
        from torch import load as read
        take = torch.load
        torch.load("a")
        read("b")
        take("c")
        json.load("d")
        """
    model = probe(code).model
    found = [model.call(node) for node in model.calls_named("load")]
    assert sorted(call.name or "" for call in found) == ["", "torch.load", "torch.load", "torch.load"]
