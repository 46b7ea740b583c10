"""Which way a called function goes, as far as its arguments decide."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mllint_rules.semantic.provenance.events import Predict

MODELS = """
from sklearn.linear_model import Ridge

def predictions(model, X, many=False):
    if {test}:
        first, second = model
        return first.predict(X)
    return model.predict(X)

def judge(X, y):
    return predictions({argument}, X)
"""
FITTED = "Ridge().fit(X, y)"


@pytest.mark.parametrize(
    ("test", "argument", "is_taken"),
    [
        ("isinstance(model, tuple)", FITTED, False),
        ("isinstance(model, (tuple, list))", f"({FITTED}, None)", True),
        ("isinstance(model, tuple) and len(model) == 2", FITTED, False),
        ("many or isinstance(model, tuple)", FITTED, False),
        ("many or isinstance(model, tuple)", f"({FITTED}, None)", True),
    ],
)
def test_the_class_of_an_argument_decides_the_branch(
    probe: Callable[..., Any], test: str, argument: str, is_taken: bool
) -> None:
    """`isinstance` is known for models and sequences, alone and in `and` and `or`: one branch is run, not both."""
    events = probe(MODELS.format(test=test, argument=argument)).model.trace.of(Predict)
    lines = {event.site.node.lineno for event in events if event.site.calls}
    assert lines == ({7} if is_taken else {8})
