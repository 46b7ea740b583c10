"""A rule's view of a few lines of code."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from mllint_rules.kit import Context
from mllint_rules.kit.environment import Environment
from mllint_rules.semantic.model import SemanticModel
from mllint_rules.semantic.project import Project
from mllint_rules.source.reading import read_text

Look = Callable[..., Context]


def look_at(code: str, path: str = "module.py", project: Path | None = None) -> Context:
    document = read_text(textwrap.dedent(code), path)
    around = None if project is None else Project(project, {})
    model = SemanticModel(document, ast.parse(document.code), around)
    return Context(model, Environment(), "some-rule")


@pytest.fixture
def look() -> Look:
    return look_at
