"""The same program under other import names."""

from __future__ import annotations

import ast
import keyword

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mllint_rules.source.reading import read_text
from mllint_rules.testkit.aliasing import alias_imports


def aliased(text: str) -> str | None:
    """The text under other names."""
    return alias_imports(read_text(text, "example.py"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "import pandas as pd\nx = pd.read_csv(pd.A)\n",
            "import pandas as _pd_alias\nx = _pd_alias.read_csv(_pd_alias.A)\n",
        ),
        ("import torch\ntorch.load()\n", "import torch as _torch_alias\n_torch_alias.load()\n"),
        (
            "from torch import load, save as s\ns(load())\n",
            "from torch import load as _load_alias, save as _s_alias\n_s_alias(_load_alias())\n",
        ),
        (
            "import torch.nn as nn\nclass A(nn.Module): 'é'; x = nn.B\n",
            "import torch.nn as _nn_alias\nclass A(_nn_alias.Module): 'é'; x = _nn_alias.B\n",
        ),
        (
            "try:\n    from a import f\nexcept ImportError:\n    from b import f\nf()\n",
            (
                "try:\n    from a import f as _f_alias\n"
                "except ImportError:\n    from b import f as _f_alias\n_f_alias()\n"
            ),
        ),
    ],
)
def test_imports_and_uses_get_another_name(text: str, expected: str) -> None:
    assert aliased(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "x = 1\n",
        "from __future__ import annotations\n",
        "from torch import *\nload()\n",
        "import torch.nn\ntorch.nn.Module()\n",
        "import torch.nn, torch\ntorch.load()\n",
        "import pandas as pd\ndef f(x: 'pd.DataFrame'): pass\n",
        "from a import f\n__all__ = ['f']\n",
        "from a import f\nf = 1\n",
        "from a import f\ndef g(f): return f\n",
        "from a import f\ndef f(): pass\n",
        "def g():\n    global f\n    from a import f\n",
        "from a import f\ntry: pass\nexcept E as f: pass\n",
        "from a import f\nmatch x:\n    case {**f}: pass\n",
    ],
)
def test_names_that_are_not_only_imported_keep_their_names(text: str) -> None:
    assert aliased(text) is None


@given(
    name=st.from_regex(r"[a-zé][a-z0-9_]{0,5}", fullmatch=True).filter(
        lambda name: not keyword.iskeyword(name)
    ),
    prefix=st.sampled_from(["", "'ü'; ", "'😀'; ", "a = b = 1; "]),
    newline=st.sampled_from(["\n", "\r\n"]),
)
def test_the_program_differs_in_that_name_only(name: str, prefix: str, newline: str) -> None:
    text = f"import m as {name}{newline}{prefix}print({name}.x, {name}){newline}"
    assume(name not in ("a", "b", "print"))
    result = aliased(text)
    assert result is not None
    assert result == text.replace(f" as {name}", f" as _{name}_alias").replace(
        f"print({name}.x, {name})", f"print(_{name}_alias.x, _{name}_alias)"
    )
    ast.parse(result)
