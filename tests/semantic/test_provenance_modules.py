"""Data that goes through functions of other modules of the project."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from mllint_rules.semantic.model import SemanticModel
from mllint_rules.semantic.project import Project
from mllint_rules.semantic.provenance.evaluation import evaluations
from mllint_rules.semantic.provenance.events import Fit, Trace
from mllint_rules.source.reading import read_text

PARTS = """
from sklearn.model_selection import train_test_split

# The split stands further down than the other module is long.
def parts(X, y):
    return train_test_split(X, y, random_state=0)
"""
REMEMBERED = """
from sklearn.linear_model import Ridge

def remembered(X, y):
    return Ridge().fit(X, y).score(X, y)
"""


def trace(root: Path, text: str, **modules: str) -> tuple[Trace, ast.Module]:
    """The trace of a module beside others, and its tree."""
    for name, code in {**modules, "main": text}.items():
        (root / f"{name}.py").write_text(code)
    document = read_text(text, str(root / "main.py"))
    tree = ast.parse(document.text)
    return SemanticModel(document, tree, Project(root, {})).trace, tree


def test_a_part_is_shown_where_the_document_asked_for_it(tmp_path: Path) -> None:
    """The split stands in another module; here stands the call that led to it."""
    text = (
        "from sklearn.linear_model import Ridge\nfrom parts import parts\n"
        "X_train, X_test, y_train, y_test = parts(X, y)\nRidge().fit(X_train, y_train)\n"
    )
    run, tree = trace(tmp_path, text, parts=PARTS)
    (fit,) = run.of(Fit)
    (part,) = fit.data.rows
    assert ast.unparse(part.here) == "parts(X, y)"
    assert part.here in set(ast.walk(tree))
    assert part.node not in set(ast.walk(tree))


@pytest.mark.parametrize(
    ("text", "is_elsewhere"),
    [
        ("from remembered import remembered\nX, y = load()\nremembered(X, y)\n", True),
        ("from sklearn.linear_model import Ridge\nX, y = load()\nRidge().fit(X, y).score(X, y)\n", False),
    ],
)
def test_what_one_call_does_in_another_module_is_elsewhere(
    tmp_path: Path, text: str, is_elsewhere: bool
) -> None:
    """A fit and a score within a call that leads out are that module's affair."""
    run, _ = trace(tmp_path, text, remembered=REMEMBERED)
    (evaluation,) = evaluations(run)
    assert evaluation.is_on_the_same_rows
    assert evaluation.is_elsewhere is is_elsewhere
