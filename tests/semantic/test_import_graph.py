"""Which modules of a project import which, by their text."""

from __future__ import annotations

import os

import pytest

from mllint_rules.semantic.import_graph import ImportGraph, import_statements


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("import a\nimport b.c as d, e\n", ["import a", "import b.c as d, e"]),
        ("from a import (\n    b,  # first\n    c,\n)\n", ["from a import (\n    b,  # first\n    c,\n)"]),
        ("from .. import a\n", ["from .. import a"]),
        ("    from a import b; import c\n", ["    from a import b"]),
        ("import a, \\\n    b\nx = 1\n", ["import a, \\\n    b"]),
        (">>> import a\n", [">>> import a"]),
        ("important = 1\nx.import_module('a')\n", []),
        ("x = 'import a'\n# import b\n", []),
        (
            "from a import (import_x,\nimport_y)\nimport z",
            ["from a import (import_x,\nimport_y)", "import z"],
        ),
    ],
)
def test_statements_that_import(text: str, found: list[str]) -> None:
    assert [match[0].decode() for match in import_statements(text.encode())] == found


FILES = {
    "run.py": "import pkg.train\nfrom tools import seeds\n",
    "tools/seeds.py": "",
    "src/pkg/__init__.py": "",
    "src/pkg/train.py": "from . import data\nfrom .parts import net\nimport numpy\n",
    "src/pkg/data.py": "from pkg.parts.net import Net\n",
    "src/pkg/parts/__init__.py": "",
    "src/pkg/parts/net.py": "import os\n",
    "other/lone.py": "import elsewhere.deep.module\n",
    "vendored/elsewhere/deep/module.py": "",
}


@pytest.mark.parametrize(
    ("path", "imported"),
    [
        ("run.py", ["src/pkg/__init__.py", "src/pkg/train.py", "tools/seeds.py"]),
        (
            "src/pkg/train.py",
            ["src/pkg/__init__.py", "src/pkg/data.py", "src/pkg/parts/__init__.py", "src/pkg/parts/net.py"],
        ),
        ("src/pkg/data.py", ["src/pkg/__init__.py", "src/pkg/parts/__init__.py", "src/pkg/parts/net.py"]),
        ("src/pkg/parts/net.py", []),
        # Programs change `sys.path`: any file that ends like the name is meant.
        ("other/lone.py", ["vendored/elsewhere/deep/module.py"]),
    ],
)
def test_the_files_that_a_module_imports(path: str, imported: list[str]) -> None:
    sources = {f"/project/{name}".replace("/", os.sep): text.encode() for name, text in FILES.items()}
    graph = ImportGraph(f"{os.sep}project", sources)
    here = f"/project/{path}".replace("/", os.sep)
    found = graph.imported_by(here, sources[here])
    assert (
        sorted(os.path.relpath(each, f"{os.sep}project").replace(os.sep, "/") for each in found) == imported
    )
