"""What draws from the global generators of libraries in a run of statements."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mllint_rules.kit import Call, Context, table
from mllint_rules.rules.reproducibility._random_states import draws, is_object_set_later, may_be_given
from mllint_rules.rules.reproducibility._shared import is_unrepeated
from mllint_rules.rules.reproducibility._throwaways import is_throwaway

_FACTS: dict[str, Any] = table("randomness")
_NUMPY = frozenset(
    f"numpy.random.{name}"
    for group in ("same_name", "without_counterpart", "renamed", "shaped", "closed")
    for name in _FACTS["numpy"][group]
)
_PYTHON = frozenset(f"random.{name}" for name in _FACTS["python"]["samplers"])
_TORCH = frozenset((*_FACTS["torch"]["samplers"], *_FACTS["torch"]["splitters"]))
_STATES = frozenset(api for apis in _FACTS["random_state"].values() for api in apis)
_ROWS: dict[str, dict[str, Any]] = {
    api: facts for api, facts in _FACTS["row_samplers"].items() if facts["global"] == "numpy"
}
_DRAWS = table("first_draws")
LAYERS = frozenset(_DRAWS["torch"]["layers"])
TENSORFLOW = frozenset(_DRAWS["tensorflow"]["samplers"])
KERAS_LAYERS = frozenset(_DRAWS["keras"]["layers"])
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_BRANCHES = (ast.If, ast.Try, ast.Match)
_IN_PLACE = ("shuffle",)


@dataclass(frozen=True, slots=True)
class Draw:
    """One call that draws, and from the global generator of which library."""

    call: ast.Call
    library: str


def draws_in(ctx: Context, statements: Sequence[ast.stmt], libraries: frozenset[str]) -> Iterator[Draw]:
    """The calls that certainly run with the statements and draw from these libraries, in source order.

    What nobody uses, and what nobody wants repeated, is left out.
    """
    for statement in statements:
        for node in _run_with(statement):
            if not isinstance(node, ast.Call):
                continue
            library = drawn_library(ctx, node)
            if library in libraries and not _is_lost(ctx, node):
                yield Draw(node, library)


def _run_with(statement: ast.stmt) -> Iterator[ast.AST]:
    """The nodes that run when the statement does: no bodies of functions, no branches."""
    stack: list[ast.AST] = [statement]
    while stack:
        node = stack.pop()
        if isinstance(node, _SCOPES + _BRANCHES):
            continue
        yield node
        stack.extend(reversed(list(ast.iter_child_nodes(node))))


def drawn_library(ctx: Context, node: ast.Call) -> str:
    """The library whose global generator a call draws from; empty for none."""
    call = ctx.call(node)
    name = call.name
    if name is None or call.unpacks:
        return ""
    if name in _NUMPY:
        return "numpy"
    if name in _PYTHON:
        return "random"
    if name in _TORCH:
        return "" if call.argument("generator") is not None else "torch"
    if name in TENSORFLOW:
        return "" if ctx.value_of(call.argument("seed")) is not None else "tensorflow"
    if name in LAYERS or _is_own_model(ctx, name):
        return "torch"
    if name in KERAS_LAYERS:
        return "tensorflow"
    if name in _STATES:
        seed = "seed" if name.startswith("datasets.") else "random_state"
        is_open = draws(call, ctx, name) and not may_be_given(call, ctx, seed)
        # An estimator draws when it is fitted.
        return "numpy" if is_open and name in _AT_ONCE and not is_object_set_later(node, ctx) else ""
    return _of_rows(ctx, call, name)


_AT_ONCE = frozenset((*_FACTS["random_state"]["data"], *_FACTS["random_state"]["value"])) | {
    "sklearn.model_selection.train_test_split",
    "datasets.Dataset.train_test_split",
}


def _of_rows(ctx: Context, call: Call, name: str) -> str:
    facts = _ROWS.get(name)
    if facts is None or ctx.value_of(call.argument(facts["seed"])) is not None:
        return ""
    return "" if any(call.argument(other) is not None for other in facts.get("instead", ())) else "numpy"


def _is_own_model(ctx: Context, name: str) -> bool:
    """Whether a class of this document is a network whose constructor makes layers that draw their weights."""
    owner = ctx.model.classes.by_name.get(name)
    if owner is None or not ctx.derives_from(owner, "torch.nn.Module"):
        return False
    return any(isinstance(node, ast.Call) and ctx.called(node) in LAYERS for node in ctx.walk(owner))


def _is_lost(ctx: Context, node: ast.Call) -> bool:
    """Whether nobody computes with what is drawn."""
    parent = ctx.parent(node)
    last = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    if isinstance(parent, ast.Expr) and last not in _IN_PLACE and not last.endswith("_"):
        return True
    return is_unrepeated(ctx, node) or is_throwaway(ctx, node)
