"""What a document knows of names that it has from other modules of its project."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from mllint_rules.semantic.bindings import Binding
from mllint_rules.semantic.model import SemanticModel
from mllint_rules.semantic.project import Project
from mllint_rules.semantic.types import describe
from mllint_rules.semantic.values import NOT_LITERAL
from mllint_rules.source.reading import read_file

Files = dict[str, str]

LOAD = "import pandas as pd\ndef load(path):\n    return pd.read_csv(path)\n"
CALLS_OTHER = "import other\ndef load(x):\n    return other.load(x)\n"
NETS = """
import torch.nn as nn
class BaseNet(nn.Module):
    width: int = 3
    def __init__(self):
        super().__init__()
        self.encoder = nn.Linear(3, 3)
    @property
    def name(self):
        return "net"
    def twin(self):
        return BaseNet()
    @classmethod
    def create(cls) -> "BaseNet":
        return cls()
"""


def write(root: Path, files: Files) -> Project:
    for name, text in {"pyproject.toml": "", **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return Project(root, {})


def model_of(project: Project, name: str) -> SemanticModel:
    path = str(project.root / name)
    document = read_file(Path(path), path)
    return SemanticModel(document, ast.parse(document.code), project)


def last(model: SemanticModel) -> ast.expr:
    """The value of the last statement."""
    statement = model.tree.body[-1]
    assert isinstance(statement, ast.Expr | ast.Assign)
    return statement.value


def type_at_end(root: Path, files: Files, name: str = "main.py") -> str:
    """What the last statement of a file of a project evaluates to."""
    model = model_of(write(root, files), name)
    return describe(model.type_of(last(model)))


# Where modules are


@pytest.mark.parametrize(
    ("importer", "module", "code"),
    [
        # Beside a script, below it, above it.
        ("main.py", "data.py", "from data import load\nload(1)\n"),
        ("main.py", "data.py", "import data\ndata.load(1)\n"),
        ("main.py", "data.py", "import data as d\nd.load(1)\n"),
        ("main.py", "data.py", "import data\nread = data.load\nread(1)\n"),
        ("scripts/main.py", "scripts/data.py", "from data import load\nload(1)\n"),
        ("scripts/main.py", "data.py", "from data import load\nload(1)\n"),
        ("scripts/main.py", "scripts/tools/data.py", "import tools.data\ntools.data.load(1)\n"),
        ("tests/unit/main.py", "src/pkg/data.py", "from pkg.data import load\nload(1)\n"),
        # Packages, with and without `__init__.py`.
        ("main.py", "pkg/data.py", "import pkg.data as d\nd.load(1)\n"),
        ("src/pkg/main.py", "src/pkg/data.py", "from pkg.data import load\nload(1)\n"),
        ("pkg/main.py", "pkg/data.py", "from .data import load\nload(1)\n"),
        ("pkg/main.py", "pkg/data.py", "from . import data\ndata.load(1)\n"),
        ("pkg/a/main.py", "pkg/b/data.py", "from ..b.data import load\nload(1)\n"),
        ("pkg/a/main.py", "pkg/b/data.py", "from .. import b\nfrom ..b import data\ndata.load(1)\n"),
        # A script inside a package.
        ("pkg/main.py", "pkg/data.py", "from data import load\nload(1)\n"),
        # Somewhere in the code.
        ("main.py", "data.py", "try:\n    from data import load\nexcept ImportError:\n    load = None\nload(1)\n"),
        ("main.py", "data.py", "if True:\n    from data import load\nload(1)\n"),
        ("main.py", "data.py", "from data import *\nload(1)\n"),
        ("pkg/main.py", "pkg/data.py", "from .data import *\nload(1)\n"),
        ("main.py", "data.py", "# %%\nfrom data import load\n# %%\nload(1)\n"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("has_packages", [True, False])
def test_imported_functions_give_what_they_return(
    tmp_path: Path, importer: str, module: str, code: str, has_packages: bool
) -> None:
    files = {importer: code, module: LOAD}
    if has_packages:
        folders = {str(folder) for file in files for folder in Path(file).parents}
        files |= {f"{folder}/__init__.py": "" for folder in folders if folder.startswith(("pkg", "src/pkg"))}
    assert type_at_end(tmp_path, files, importer) == "pandas.DataFrame"


def test_notebooks_import_modules_beside_them(tmp_path: Path) -> None:
    cell = '{"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": 1, "source": ["from data import load\\n", "load(1)"]}'  # noqa: E501
    notebook = f'{{"cells": [{cell}], "metadata": {{}}, "nbformat": 4, "nbformat_minor": 5}}'
    assert (
        type_at_end(tmp_path, {"main.ipynb": notebook, "data.py": LOAD}, "main.ipynb") == "pandas.DataFrame"
    )


@pytest.mark.parametrize(
    "files",
    [
        {"pkg/__init__.py": "from .io.data import load\n", "pkg/io/data.py": LOAD},
        {"pkg/__init__.py": "from .io.data import load as load\n", "pkg/io/data.py": LOAD},
        {"pkg/__init__.py": "from .io import *\n", "pkg/io/__init__.py": "from .a import load\n", "pkg/io/a.py": LOAD},
        {"pkg/__init__.py": "from pkg.io.data import read as load\n", "pkg/io/data.py": LOAD + "read = load\n"},
        {"pkg/__init__.py": "from .load import load\n", "pkg/load.py": LOAD},
        {"pkg/__init__.py": "from .a import *\n__all__ = ['load']\n", "pkg/a.py": "from .b import *", "pkg/b.py": LOAD},
        {"pkg/__init__.py": "from pandas import read_csv as load\n"},
        {"pkg/__init__.py": "from .compat import pd\nload = pd.read_csv\n", "pkg/compat.py": "import pandas as pd\n"},
    ],
)  # fmt: skip
def test_re_exports_are_followed(tmp_path: Path, files: Files) -> None:
    main = "from pkg import load\nload('x.csv')\n"
    assert type_at_end(tmp_path, {**files, "main.py": main}) == "pandas.DataFrame"


def test_star_imports_take_what_all_lists(tmp_path: Path) -> None:
    files = {"data.py": LOAD + "__all__ = ['other']\n", "main.py": "from data import *\nload(1)\n"}
    assert type_at_end(tmp_path, files) == "unknown"


def test_a_builtin_stays_one_when_the_starred_module_binds_no_such_name(tmp_path: Path) -> None:
    files = {"data.py": LOAD, "main.py": "from data import *\nlen([])\n"}
    assert type_at_end(tmp_path, files) == "int"
    assert type_at_end(tmp_path, {**files, "data.py": "def len(x):\n    return ''\n"}) == "str"


def test_a_coroutine_function_gives_what_has_to_be_awaited(tmp_path: Path) -> None:
    files = {"data.py": LOAD.replace("def", "async def"), "main.py": "from data import load\nload(1)\n"}
    assert type_at_end(tmp_path, files) == "collections.abc.Coroutine[unknown, unknown, pandas.DataFrame]"


@pytest.mark.parametrize(
    "files",
    [
        {},  # nothing of that name
        {"data.py": "def load(:\n"},
        {"data.py": "import data\nload = data.load\n"},
        {"data.py": "from data import load\n"},
        {"data.py": "from other import load\n", "other.py": "from data import load\n"},
        {"data.py": "from other import *\n", "other.py": "from data import *\n"},
        {"data.py": "load = make()\n"},
        {"data.py": "def load(x):\n    return load(x)\n"},
        {"data.py": CALLS_OTHER, "other.py": CALLS_OTHER.replace("other", "data")},
        {"data.py": LOAD + "if fast:\n    from other import load\n"},
        {"data.py": LOAD + "load = trace(load)\n"},
    ],
)  # fmt: skip
def test_what_nobody_can_tell_is_unknown(tmp_path: Path, files: Files) -> None:
    assert type_at_end(tmp_path, {**files, "main.py": "from data import load\nload(1)\n"}) == "unknown"


def test_unreadable_modules_are_unknown(tmp_path: Path) -> None:
    project = write(tmp_path, {"main.py": "from data import load\nload(1)\n"})
    (tmp_path / "data.py").write_bytes(b"def load():\n    return '\xff'\n")
    model = model_of(project, "main.py")
    assert describe(model.type_of(last(model))) == "unknown"


def test_a_library_comes_before_a_file_of_its_name(tmp_path: Path) -> None:
    files = {
        "pandas.py": "def read_csv(path):\n    return 1\n",
        "main.py": "import pandas\npandas.read_csv('x')\n",
    }
    assert type_at_end(tmp_path, files) == "pandas.DataFrame"


def test_nothing_outside_of_the_project_is_read(tmp_path: Path) -> None:
    write(tmp_path, {"data.py": LOAD})
    project = write(tmp_path / "project", {"main.py": "from data import load\nload(1)\n"})
    model = model_of(project, "main.py")
    assert describe(model.type_of(last(model))) == "unknown"


# Functions, variables


@pytest.mark.parametrize(
    ("module", "expression", "expected"),
    [
        ("def f() -> int: ...\n", "m.f()", "int"),
        ("def f():\n    return g()\ndef g():\n    return 'x'\n", "m.f()", "str"),
        ("def f(n):\n    return f(n - 1) if n else 0.5\n", "m.f(3)", "float"),
        ("class A: ...\ndef f():\n    return A()\n", "m.f()", "m.A"),
        ("class A: ...\ndef f():\n    return [A()]\n", "m.f()[0]", "m.A"),
        ("import other\ndef f():\n    return other.B()\n", "m.f()", "lib.other.B"),
        ("import pandas\nframe = pandas.DataFrame()\n", "m.frame", "pandas.DataFrame"),
        ("import pandas\nframe = pandas.DataFrame()\n", "m.frame.head()", "pandas.DataFrame"),
        ("x: int = f()\n", "m.x", "int"),
        ("x = 1\ndef g():\n    global x\n    x = ''\n", "m.x", "unknown"),
        ("x = 1\nif y:\n    x = ''\n", "m.x", "int | str"),
        ("if fast:\n    def f(): return 1\nelse:\n    def f(): return 2\n", "m.f()", "int"),
        ("def f():\n    \"\"\"\ndef g(): pass\n\"\"\"\n    return 1\n", "m.f()", "int"),
        ("T = '''\ndef f(): return 1\n'''\n", "m.f()", "unknown"),
        ("# '''\ndef f():\n    return 1\n", "m.f()", "int"),
        ("@functools.cache\ndef f():\n    return 1\nimport functools\n", "m.f()", "int"),
        ("@wrapped\ndef f():\n    return 1\n", "m.f()", "unknown"),
        ("def f():\r\n    return 1\r\n", "m.f()", "int"),
        ("TABLE = [\n" + "    'some words to make it long',\n" * 40 + "]\n", "m.TABLE", "list[str]"),
    ],
)  # fmt: skip
def test_what_a_module_offers(tmp_path: Path, module: str, expression: str, expected: str) -> None:
    files = {
        "lib/m.py": module,
        "lib/other.py": "class B: ...\n",
        "main.py": f"import lib.m as m\n{expression}\n",
    }
    found = type_at_end(tmp_path, files)
    assert found == expected.replace("m.A", "lib.m.A")


@pytest.mark.parametrize(
    ("config", "code", "value"),
    [
        ("SEED = 42\n", "from config import SEED\nSEED\n", 42),
        ("SEED = 42\n", "import config\nconfig.SEED\n", 42),
        ("SEED = 42\n", "import config as c\nx = c.SEED\nx\n", 42),
        ("ROOT = 'a'\nDATA = ROOT + '/b'\n", "from config import DATA\n(DATA, 1)\n", ("a/b", 1)),
        ("from base import SEED\n", "from config import SEED\nSEED\n", 7),
        ("SEED = 1\nSEED = 2\n", "from config import SEED\nSEED\n", NOT_LITERAL),
        (
            "SEED = 1\ndef f():\n    global SEED\n    SEED = 2\n",
            "from config import SEED\nSEED\n",
            NOT_LITERAL,
        ),
        ("SEED = 1\n", "import config\nconfig.SEED = 2\nconfig.SEED\n", NOT_LITERAL),
        ("NAMES = ['a']\n", "from config import NAMES\nNAMES\n", NOT_LITERAL),
        ("NAMES = ('a', 'b')\n", "from config import NAMES\nNAMES\n", ("a", "b")),
        ("SEED = read()\n", "from config import SEED\nSEED\n", NOT_LITERAL),
        ("import config\nSEED = config.SEED\n", "from config import SEED\nSEED\n", NOT_LITERAL),
    ],
)
def test_constants_of_other_modules(tmp_path: Path, config: str, code: str, value: object) -> None:
    model = model_of(
        write(tmp_path, {"config.py": config, "base.py": "SEED = 7\n", "main.py": code}), "main.py"
    )
    assert model.value_of(last(model)) == value


# Classes


def test_bases_across_modules(tmp_path: Path) -> None:
    files = {
        "nets.py": NETS,
        "main.py": "from nets import BaseNet\nclass Net(BaseNet): ...\nclass Deep(Net): ...\n",
    }
    model = model_of(write(tmp_path, files), "main.py")
    assert model.bases("<here>.Deep") == ("<here>.Deep", "<here>.Net", "nets.BaseNet", "torch.nn.Module")


def test_bases_through_re_exports_have_the_name_of_the_definition_too(tmp_path: Path) -> None:
    files = {"pkg/__init__.py": "from .nets import BaseNet\n", "pkg/nets.py": NETS, "main.py": "import pkg\n"}
    model = model_of(write(tmp_path, files), "main.py")
    assert model.bases("pkg.BaseNet") == ("pkg.BaseNet", "pkg.nets.BaseNet", "torch.nn.Module")


def test_classes_that_derive_from_each_other_end(tmp_path: Path) -> None:
    files = {"a.py": "from b import B\nclass A(B): ...\n", "b.py": "from a import A\nclass B(A): ...\n"}
    model = model_of(write(tmp_path, files), "a.py")
    assert model.bases("<here>.A")[:2] == ("<here>.A", "b.B")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("BaseNet()", "nets.BaseNet"),
        ("BaseNet().encoder", "torch.nn.Linear"),
        ("BaseNet().width", "int"),
        ("BaseNet().name", "str"),
        ("BaseNet().twin()", "nets.BaseNet"),
        ("BaseNet().twin().twin().encoder", "torch.nn.Linear"),
        ("BaseNet.create()", "nets.BaseNet"),
        ("Net().encoder", "torch.nn.Linear"),
        ("Net().twin()", "nets.BaseNet"),
        ("Net().own", "int"),
        ("Net().train()", "<here>.Net"),
        ("Net().absent", "unknown"),
    ],
)
def test_members_of_classes_of_other_modules(tmp_path: Path, expression: str, expected: str) -> None:
    main = "from nets import BaseNet\nclass Net(BaseNet):\n    def __init__(self):\n        self.own = 1\n"
    assert type_at_end(tmp_path, {"nets.py": NETS, "main.py": f"{main}{expression}\n"}) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("self.x = 1\n    def b(self):\n        self.x = ''\n", "int | str"),
        ("self.x = 1\n    def b(self):\n        return self.x.real, self.x[0], self.x()\n", "int"),
        ("self.x = 1\n    def b(self):\n        (\n self.y,\n self.x,\n        ) = f\n", "int | unknown"),
        ("self.x = self.x or 1\n", "int"),
        ("self.x = Helper().make()\n", "int"),
        ("self.x: float = f()\n", "float"),
        ("if True:\n            for self.x in range(3): ...\n", "int"),
    ],
)  # fmt: skip
def test_attributes_are_all_that_methods_set(tmp_path: Path, body: str, expected: str) -> None:
    helper = "class Helper:\n    def make(self):\n        return self._one()\n    def _one(self):\n        return 1\n"
    module = f"{helper}class A:\n    def a(self):\n        {body}"
    files = {"m.py": module, "main.py": "from m import A\nA().x\n"}
    assert type_at_end(tmp_path, files) == expected


def test_instances_of_other_modules_are_instances_of_what_they_derive_from(tmp_path: Path) -> None:
    files = {"nets.py": NETS, "main.py": "from nets import BaseNet\nBaseNet()\n"}
    model = model_of(write(tmp_path, files), "main.py")
    assert model.is_instance(model.type_of(last(model)), "torch.nn.Module")


def test_a_class_of_the_document_stays_it_through_another_module(tmp_path: Path) -> None:
    files = {
        "main.py": "import other\nclass Net:\n    def f(self):\n        return 1\nother.make().f()\n",
        "other.py": "import main\ndef make():\n    return main.Net()\n",
    }
    assert type_at_end(tmp_path, files) == "int"


# What a name denotes


def test_resolve_gives_the_definition_with_its_model(tmp_path: Path) -> None:
    files = {
        "pkg/__init__.py": "from .data import load\n",
        "pkg/data.py": "\n"
        + LOAD
        + "\ndef clean(frame):\n    return drop(frame)\ndef drop(f):\n    return f\n",
        "main.py": "import pkg\n",
    }
    model = model_of(write(tmp_path, files), "main.py")
    found = model.resolve("pkg.load")
    assert found is not None
    assert isinstance(found.node, ast.FunctionDef)
    assert (found.node.name, found.node.lineno) == ("load", 3)
    assert found.model.source(found.node) == "def load(path):\n    return pd.read_csv(path)"
    assert describe(found.model.type_of(found.node.body[0].value)) == "pandas.DataFrame"  # type: ignore[attr-defined]


def test_names_of_a_resolved_function_resolve_further(tmp_path: Path) -> None:
    data = "import other\nLIMIT = 3\ndef clean(frame):\n    return drop(frame, LIMIT), other.f()\ndef drop(f, n): ...\n"
    project = write(tmp_path, {"data.py": data, "other.py": "def f(): ...\n", "main.py": "import data\n"})
    found = model_of(project, "main.py").resolve("data.clean")
    assert found is not None
    calls = {name: found.model.calls_named(name)[0] for name in ("drop", "f")}
    names = {name: found.model.qualified_name(call.func) or "" for name, call in calls.items()}
    resolved = {name: found.model.resolve(full) for name, full in names.items()}
    assert names == {"drop": "data.drop", "f": "other.f"}
    assert [r.node.name for r in resolved.values() if r and isinstance(r.node, ast.FunctionDef)] == [
        "drop",
        "f",
    ]
    assert found.model.value_of(calls["drop"].args[1]) == 3


@pytest.mark.parametrize(
    ("name", "kind", "line"),
    [
        ("m.SEED", Binding, 1),
        ("m.A", ast.ClassDef, 2),
        ("m.A.size", Binding, 3),
        ("m.A.f", ast.FunctionDef, 4),
        ("m.B.f", ast.FunctionDef, 4),
        ("m.g.inner", ast.FunctionDef, 7),
        ("<here>.C", ast.ClassDef, 2),
        ("<here>.C.f", ast.FunctionDef, 4),
        ("<here>.C.h", ast.FunctionDef, 3),
        ("main.C.h", ast.FunctionDef, 3),
    ],
)
def test_resolve(tmp_path: Path, name: str, kind: type, line: int) -> None:
    module = "SEED = 1\nclass A:\n    size = 2\n    def f(self): ...\nclass B(A): ...\ndef g():\n    def inner(): ...\n"
    main = "import m\nclass C(m.B):\n    def h(self): ...\n"
    found = model_of(write(tmp_path, {"m.py": module, "main.py": main}), "main.py").resolve(name)
    assert found is not None
    assert isinstance(found.node, kind)
    assert getattr(found.node.node if isinstance(found.node, Binding) else found.node, "lineno", 0) == line


@pytest.mark.parametrize(
    "name", ["m", "m.absent", "m.A.absent", "<here>.absent", "pandas.DataFrame", "absent.f", "m.os"]
)
def test_resolve_knows_nothing_of_other_names(tmp_path: Path, name: str) -> None:
    files = {"m.py": "import os\nclass A: ...\n", "main.py": "import m, pandas\n"}
    assert model_of(write(tmp_path, files), "main.py").resolve(name) is None


def test_a_module_can_be_had_whole(tmp_path: Path) -> None:
    project = write(tmp_path, {"m.py": "def f(): ...\nx = 1\n", "broken.py": "def f(:\n"})
    module = project.module(str(tmp_path / "m.py"))
    assert module is not None
    assert len(module.tree.body) == 2
    assert project.module(str(tmp_path / "broken.py")) is None
    assert project.module(str(tmp_path / "absent.py")) is None


# Cost


def test_a_module_is_only_read_when_something_is_asked_of_it(tmp_path: Path) -> None:
    project = write(tmp_path, {"m.py": LOAD, "main.py": "import m\nx = m.load(1)\n"})
    model = model_of(project, "main.py")
    call = model.tree.body[-1].value  # type: ignore[attr-defined]
    assert model.qualified_name(call.func) == "m.load"
    assert model.depends_on == {str(tmp_path / "__init__.py")}
    model.type_of(call)
    assert str(tmp_path / "m.py") in model.depends_on


def test_long_chains_through_modules_end(tmp_path: Path) -> None:
    files = {
        f"m{n}.py": f"import m{n + 1}\ndef f():\n    return [m{n + 1}.f(), m{n + 1}.f()]\n"
        for n in range(300)
    }
    assert type_at_end(tmp_path, {**files, "main.py": "import m0\nm0.f()\n"}).startswith("list[")


def test_functions_that_call_each_other_across_modules_end(tmp_path: Path) -> None:
    calls = ", ".join(f"m{n}.f()" for n in range(12))
    imports = "import " + ", ".join(f"m{n}" for n in range(12))
    files = {f"m{n}.py": f"{imports}\ndef f():\n    return [{calls}]\n" for n in range(12)}
    assert type_at_end(tmp_path, {**files, "main.py": "import m0\nm0.f()\n"}).startswith("list")


def test_answers_outlive_the_trees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mllint_rules.semantic.modules._MOST_PARSED", 0)
    project = write(tmp_path, {"m.py": LOAD, "main.py": "import m\nm.load(1)\n"})
    model = model_of(project, "main.py")
    assert describe(model.type_of(last(model))) == "pandas.DataFrame"
    found = model.resolve("m.load")
    assert found is not None
    assert found.model.tree.body
    model.close()
    assert not vars(found.model)
    (tmp_path / "m.py").write_text("x = 1\n")
    model = model_of(project, "main.py")
    assert describe(model.type_of(last(model))) == "pandas.DataFrame"


# What an answer depended on


def depends_on(root: Path, files: Files) -> set[str]:
    """The files, below the root, that the type of the last statement of `main.py` depended on."""
    model = model_of(write(root, files), "main.py")
    model.type_of(last(model))
    return {str(Path(path).relative_to(root)) for path in model.depends_on}


def test_dependencies_hold_what_was_read_and_what_was_missed(tmp_path: Path) -> None:
    assert depends_on(tmp_path, {"main.py": "from m import f\nf()\n", "m.py": "def f(): ...\n"}) == {
        "__init__.py", "m.py", "m/__init__.py"
    }  # fmt: skip
    assert {"absent.py", "absent/__init__.py"} < depends_on(
        tmp_path, {"main.py": "import absent\nabsent.f()\n"}
    )


def test_dependencies_go_on_through_modules(tmp_path: Path) -> None:
    files = {
        "main.py": "from a import f\nf()\n",
        "a.py": "import b\ndef f():\n    return b.g()\n",
        "b.py": "def g(): ...\n",
    }
    assert {"a.py", "b.py", "b/__init__.py"} < depends_on(tmp_path, files)
    # Also when the answer is an old one.
    project = write(tmp_path, {**files, "other.py": "from a import f\nf()\n"})
    for name in ("main.py", "other.py"):
        model = model_of(project, name)
        model.type_of(last(model))
        assert str(tmp_path / "b.py") in model.depends_on


def test_dependencies_on_the_whole_project(tmp_path: Path) -> None:
    files = {"main.py": "x = 1\n", "a.py": "import numpy\nnumpy.random.seed(1)\n"}
    project = write(tmp_path, files)
    main, other = model_of(project, "main.py"), model_of(project, "a.py")
    before = main.depends_on_project
    assert project.seeds_anything("numpy", for_path=main.document.path)
    assert (before, main.depends_on_project, other.depends_on_project) == (False, True, False)


def test_the_digest_of_a_project_is_that_of_its_sources(tmp_path: Path) -> None:
    digest = write(tmp_path, {"a.py": "x = 1\n"}).digest
    assert write(tmp_path, {"notes.txt": "x"}).digest == digest
    assert write(tmp_path, {"a.py": "x = 2\n"}).digest != digest
    assert write(tmp_path, {"a.py": "x = 1\n"}).digest == digest
    assert write(tmp_path, {"b.py": ""}).digest != digest


def test_a_whole_module_is_forgotten_with_its_outline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mllint_rules.semantic.modules._MOST_PARSED", 0)
    for name in ("first", "second"):
        (tmp_path / f"{name}.py").write_text(f"{name} = 1\n", encoding="utf-8")
    project = Project(tmp_path, {})
    model = project.module(str(tmp_path / "first.py"))
    assert model is not None

    project.modules.trim()

    assert project.module(str(tmp_path / "first.py")) is not model
