"""Verbs, byte for byte, on calls and statements as people write them."""

from __future__ import annotations

import ast
from collections.abc import Callable

import pytest

from mllint_rules.fixing.arguments import AddArgument, add_parameter
from mllint_rules.fixing.imports import ensure_import
from mllint_rules.fixing.plan import FixUnavailable, Verb, unsafe_fix
from mllint_rules.fixing.verbs import (
    add_keyword,
    delete,
    insert_after,
    insert_before,
    remove_keyword,
    rename_keyword,
    replace,
    rewrite,
    set_keyword,
    unwrap,
    wrap,
)
from mllint_rules.semantic.model import SemanticModel
from mllint_rules.source.reading import read_text
from mllint_rules.source.revision import apply_edits

Make = Callable[[SemanticModel], Verb]


def model_of(text: str) -> SemanticModel:
    document = read_text(text, "module.py")
    return SemanticModel(document, ast.parse(document.code))


def apply(text: str, *makers: Make) -> str:
    model = model_of(text)
    fix = unsafe_fix("Test", *(make(model) for make in makers)).draw(model)
    repaired = apply_edits(text, fix.edits)
    ast.parse(repaired)
    return repaired


def first_call(model: SemanticModel) -> ast.Call:
    calls = [n for n in model.index.nodes(ast.Call) if isinstance(n.func, ast.Name) and n.func.id == "f"]
    return calls[0]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("f()", "f(k=1)"),
        ("f( )", "f( k=1)"),
        ("f(a)", "f(a, k=1)"),
        ("f(a, b=2)", "f(a, b=2, k=1)"),
        ("f(a,)", "f(a, k=1)"),
        ("f((a))", "f((a), k=1)"),
        ("f(((a)), )", "f(((a)), k=1 )"),
        ("f(b=(a))", "f(b=(a), k=1)"),
        ("f(*a)", "f(*a, k=1)"),
        ("f(a, **b)", "f(a, **b, k=1)"),
        ("f(x for x in y)", "f((x for x in y), k=1)"),
        ("f((x for x in y))", "f((x for x in y), k=1)"),
        ("f(g(a))", "f(g(a), k=1)"),
        ("f(a)(b)", "f(a, k=1)(b)"),
        ("f(\n    a,\n    b,\n)", "f(\n    a,\n    b,\n    k=1,\n)"),
        ("f(\n    a,\n    b\n)", "f(\n    a,\n    b, k=1\n)"),
        ("f(\n    a,  # why, (oh)\n)", "f(\n    a,  # why, (oh)\n    k=1,\n)"),
        ("f(\n    a  # why, (oh)\n)", "f(\n    a, k=1  # why, (oh)\n)"),
        ("f(a,\n  b)", "f(a,\n  b, k=1)"),
        ("f('é', \"🎉\")", "f('é', \"🎉\", k=1)"),
        ("f(a, \\\n  b)", "f(a, \\\n  b, k=1)"),
        ("f(\r\n    a,\r\n)", "f(\r\n    a,\r\n    k=1,\r\n)"),
        ("f(\n\ta,\n)", "f(\n\ta,\n\tk=1,\n)"),
        ("f(a)  # f(b)", "f(a, k=1)  # f(b)"),
        ("f(\n    # nothing yet\n)", "f(\n    # nothing yet\nk=1)"),
    ],
)
def test_add_keyword(before: str, after: str) -> None:
    assert apply(before + "\n", lambda m: add_keyword(first_call(m), "k", "1")) == after + "\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("f(k=1)", "f()"),
        ("f(a, k=1)", "f(a)"),
        ("f(k=1, a=2)", "f(a=2)"),
        ("f(a, k=1, b=2)", "f(a, b=2)"),
        ("f(a, k=1,)", "f(a,)"),
        ("f(a, k=(1))", "f(a)"),
        ("f(a, k=g(1, 2), b=3)", "f(a, b=3)"),
        ("f(\n    a,\n    k=1,\n    b=2,\n)", "f(\n    a,\n    b=2,\n)"),
        ("f(\n    a,\n    k=1,\n)", "f(\n    a,\n)"),
    ],
)
def test_remove_keyword(before: str, after: str) -> None:
    assert apply(before + "\n", lambda m: remove_keyword(first_call(m), "k")) == after + "\n"


def test_removing_an_argument_keeps_comments() -> None:
    before = "f(\n    a,  # first\n    k=1,  # second\n    b=2,\n)\n"
    after = apply(before, lambda m: remove_keyword(first_call(m), "k"))
    assert "# first" in after
    assert "# second" in after
    assert "k=1" not in after


def test_other_argument_verbs() -> None:
    assert (
        apply("f(a, old = 1)\n", lambda m: rename_keyword(first_call(m), "old", "new")) == "f(a, new = 1)\n"
    )
    assert apply("f(a, k=x + 1)\n", lambda m: set_keyword(m.call(first_call(m)), "k", "2")) == "f(a, k=2)\n"
    assert apply("f(a)\n", lambda m: set_keyword(m.call(first_call(m)), "k", "2")) == "f(a, k=2)\n"
    assert apply("f(a)\n", lambda m: AddArgument(first_call(m), "b")) == "f(a, b)\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("def f(): ...", "def f(*, rng: R): ..."),
        ("def f(a): ...", "def f(a, *, rng: R): ..."),
        ("def f(a, b=(1, 2)): ...", "def f(a, b=(1, 2), *, rng: R): ..."),
        ("def f(a, *, b): ...", "def f(a, *, b, rng: R): ..."),
        ("def f(a: list[int]): ...", "def f(a: list[int], *, rng: R): ..."),
        ("def f(a, b=((1))): ...", "def f(a, b=((1)), *, rng: R): ..."),
        ("def f(\n    a,\n    b,\n): ...", "def f(\n    a,\n    b, *, rng: R,\n): ..."),
        ("async def f(a): ...", "async def f(a, *, rng: R): ..."),
        ("@d(1)\ndef f(a): ...", "@d(1)\ndef f(a, *, rng: R): ..."),
        ("def f(*args): ...", "def f(*args, rng: R): ..."),
        ("def f(a, *args): ...", "def f(a, *args, rng: R): ..."),
        ("def f(a, *args,): ...", "def f(a, *args, rng: R,): ..."),
        ("def f(a, *args: tuple[int, ...]): ...", "def f(a, *args: tuple[int, ...], rng: R): ..."),
        ("def f(a=(1), *args, b=(2)): ...", "def f(a=(1), *args, b=(2), rng: R): ..."),
        (
            "def f(\n    a,\n    *args,  # the rest, (all)\n): ...",
            "def f(\n    a,\n    *args, rng: R,  # the rest, (all)\n): ...",
        ),
    ],
)
def test_add_keyword_only_parameter(before: str, after: str) -> None:
    def make(model: SemanticModel) -> Verb:
        function = model.tree.body[0]
        assert isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        return add_parameter(function, "rng", "R", keyword_only=True)

    assert apply(before + "\n", make) == after + "\n"


@pytest.mark.parametrize(
    ("signature", "keyword_only"),
    [
        ("*args", False),
        ("a, *args, b", False),
        ("**kwargs", False),
        ("**kwargs", True),
        ("a, *args, **kwargs", True),
        ("a, b=1", False),
    ],
)
def test_a_parameter_is_not_added_where_calls_would_change(signature: str, keyword_only: bool) -> None:
    with pytest.raises(FixUnavailable):
        apply(
            f"def f({signature}): ...\n",
            lambda m: add_parameter(m.tree.body[0], "x", keyword_only=keyword_only),  # type: ignore[arg-type]
        )


def only(model: SemanticModel) -> ast.stmt:
    """The statement marked by the name `here`."""
    return model.index.statement(model.index.names["here"][0])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a\nhere\nb\n", "a\nb\n"),
        ("a\nhere  # note\nb\n", "a\n# note\nb\n"),
        ("if x:\n    here\n", "if x:\n    pass\n"),
        ("if x:\n    a\n    here\nb\n", "if x:\n    a\nb\n"),
        ("if x: here\n", "if x: pass\n"),
        ("try:\n    a\nfinally:\n    here\n", "try:\n    a\nfinally:\n    pass\n"),
        ("a\nhere", "a\n"),
        ("a\r\nhere\r\nb\r\n", "a\r\nb\r\n"),
        ("here(\n    1,\n)\nb\n", "b\n"),
    ],
)
def test_delete(before: str, after: str) -> None:
    assert apply(before, lambda m: delete(only(m))) == after


def test_a_statement_that_shares_its_line_is_not_deleted() -> None:
    with pytest.raises(FixUnavailable):
        apply("a; here; b\n", lambda m: delete(only(m)))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("here\n", "new\nhere\n"),
        ("if x:\n    a\n    here\n", "if x:\n    a\n    new\n    here\n"),
        ("@here\ndef f(): ...\n", "new\n@here\ndef f(): ...\n"),
        ("class A:\n\t@here\n\tdef f(self): ...\n", "class A:\n\tnew\n\t@here\n\tdef f(self): ...\n"),
        ("a\r\nhere\r\n", "a\r\nnew\r\nhere\r\n"),
    ],
)
def test_insert_before(before: str, after: str) -> None:
    assert apply(before, lambda m: insert_before(only(m), "new")) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("here\n", "here\nnew\n"),
        ("here", "here\nnew"),
        ("if x:\n    here  # note\nb\n", "if x:\n    here  # note\n    new\nb\n"),
        ("here(\n    1)\nb\n", "here(\n    1)\nnew\nb\n"),
    ],
)
def test_insert_after(before: str, after: str) -> None:
    assert apply(before, lambda m: insert_after(only(m), "new")) == after


@pytest.mark.parametrize(
    ("lines", "above", "below"),
    [
        ("new", "new\nhere\n", "here\nnew\n"),
        ("new\n", "new\nhere\n", "here\nnew\n"),
        ("new\n\n", "new\n\nhere\n", "here\nnew\n\n"),
        ("new\n\n\n", "new\n\n\nhere\n", "here\nnew\n\n\n"),
        ("new\n\nold", "new\n\nold\nhere\n", "here\nnew\n\nold\n"),
    ],
)
def test_empty_lines_at_the_end_of_inserted_text_stay(lines: str, above: str, below: str) -> None:
    assert apply("here\n", lambda m: insert_before(only(m), lines)) == above
    assert apply("here\n", lambda m: insert_after(only(m), lines)) == below


def test_inserted_empty_lines_take_no_indentation() -> None:
    before = "if x:\n    here\n"
    assert apply(before, lambda m: insert_before(only(m), "new\n\n")) == "if x:\n    new\n\n    here\n"
    assert apply("here", lambda m: insert_after(only(m), "new\n\n")) == "here\nnew\n"


def test_expression_verbs() -> None:
    def argument(model: SemanticModel) -> ast.expr:
        return first_call(model).args[0]

    assert apply("f(a.b)\n", lambda m: wrap(argument(m), "sorted(", ")")) == "f(sorted(a.b))\n"
    assert apply("f((a))\n", lambda m: wrap(argument(m), "sorted(", ")")) == "f(sorted((a)))\n"
    assert apply("x = f(a, b)\n", lambda m: unwrap(first_call(m), argument(m))) == "x = a\n"
    assert apply("f(é)\n", lambda m: replace(argument(m), "x")) == "f(x)\n"


def test_rewrite_prints_what_libcst_makes_of_it() -> None:
    import libcst

    def swap(node: libcst.CSTNode) -> libcst.CSTNode:
        assert isinstance(node, libcst.Comparison)
        (target,) = node.comparisons
        return node.with_changes(
            left=target.comparator, comparisons=[target.with_changes(comparator=node.left)]
        )

    before = "x = (a ==\n     b)  # why\n"
    assert (
        apply(before, lambda m: rewrite(m.index.nodes(ast.Compare)[0], swap)) == "x = (b ==\n     a)  # why\n"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x\n", "import numpy as np\nx\n"),
        ("", "import numpy as np\n"),
        ("import torch\nx\n", "import torch\nimport numpy as np\nx\n"),
        ('"""Doc."""\nx\n', '"""Doc."""\n\nimport numpy as np\nx\n'),
        (
            "from __future__ import annotations\nx\n",
            "from __future__ import annotations\nimport numpy as np\nx\n",
        ),
        ("#!/usr/bin/env python\n# note\nx\n", "#!/usr/bin/env python\n# note\nimport numpy as np\nx\n"),
        ("import torch", "import torch\nimport numpy as np"),
        ("from a import (\n    b,\n)\nx\n", "from a import (\n    b,\n)\nimport numpy as np\nx\n"),
        (
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import torch\nx\n",
            "from typing import TYPE_CHECKING\nimport numpy as np\nif TYPE_CHECKING:\n    import torch\nx\n",
        ),
        ("@d\ndef f(): ...\n", "import numpy as np\n@d\ndef f(): ...\n"),
        ("import torch\r\nx\r\n", "import torch\r\nimport numpy as np\r\nx\r\n"),
    ],
)
def test_an_import_goes_behind_the_others(before: str, after: str) -> None:
    reach = ensure_import(model_of(before), "numpy")
    assert reach.text == "np"
    assert apply(before, *(lambda m, verb=verb: verb for verb in reach.verbs)) == after


@pytest.mark.parametrize(
    ("code", "module", "name", "text", "statements"),
    [
        ("import numpy as n\n", "numpy", None, "n", []),
        ("import numpy\n", "numpy", None, "numpy", []),
        ("import numpy\n", "numpy.random", None, "numpy.random", []),
        ("from numpy import random as r\n", "numpy.random", None, "r", []),
        ("from logging import getLogger\n", "logging", "getLogger", "getLogger", []),
        ("import logging\n", "logging", "getLogger", "logging.getLogger", []),
        ("np = 1\n", "numpy", None, "_np", ["import numpy as _np"]),
        ("logging = 1\n", "logging", None, "_logging", ["import logging as _logging"]),
        ("def f():\n    import numpy as np\n", "numpy", None, "_np", ["import numpy as _np"]),
        ("x\n", "logging", None, "logging", ["import logging"]),
        ("x\n", "os.path", None, "os.path", ["import os.path"]),
        ("x\n", "functools", "partial", "partial", ["from functools import partial"]),
        ("partial = 1\n", "functools", "partial", "_partial", ["from functools import partial as _partial"]),
        ("if x:\n    import numpy as np\n", "numpy", None, "_np", ["import numpy as _np"]),
    ],
)
def test_a_name_is_reused_or_imported_without_a_clash(
    code: str, module: str, name: str | None, text: str, statements: list[str]
) -> None:
    reach = ensure_import(model_of(code), module, name)
    assert (reach.text, [verb.statement for verb in reach.verbs]) == (text, statements)  # type: ignore[attr-defined]


def test_standard_library_imports_go_first() -> None:
    before = "import torch\nx\n"
    reach = ensure_import(model_of(before), "logging")
    after = apply(before, *(lambda m, verb=verb: verb for verb in reach.verbs))
    assert after == "import logging\nimport torch\nx\n"


def test_changes_of_one_fix_must_not_overlap() -> None:
    with pytest.raises(FixUnavailable):
        apply("f(a)\n", lambda m: replace(first_call(m), "x"), lambda m: replace(first_call(m).args[0], "y"))
