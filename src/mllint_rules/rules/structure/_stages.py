"""Which step of a data pipeline a statement is: reading, cleaning, splitting, fitting …, by proven calls."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache

from mllint_rules.kit import Context, table

READ = "read"
_STAGES = ("read", "clean", "features", "split", "fit", "tune", "evaluate", "plot", "save", "track")
_GROUPS = {"clean": "prepare", "features": "prepare", "fit": "train"}
# The step a statement is told by when it does several: a loop that trains also evaluates and logs.
_WEIGHT = ("tune", "train", "split", "read", "evaluate", "save", "plot", "prepare", "track")
_ESTIMATOR = "sklearn.base.BaseEstimator"
_FRAMES = ("pandas.DataFrame", "polars.DataFrame")
_FITS = frozenset({"fit", "fit_transform", "fit_predict", "fit_resample", "partial_fit"})
_JUDGES = frozenset({"predict", "predict_proba", "decision_function", "score"})
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_NO_MODEL = frozenset({"statistics", "target", "categories", "nothing"})


@cache
def _apis() -> dict[str, str]:
    """The stage of each canonical API."""
    facts = table("pipeline_stages")
    found = {f"{owner}.{name}": READ for owner, names in table("rows")["load"].items() for name in names}
    for stage in _STAGES:
        for owner, names in facts[stage].items():
            found.update({f"{owner}.{name}": stage for name in names})
    return found


@cache
def stage_names() -> frozenset[str]:
    """The last names of the calls that may be a step."""
    return frozenset(api.rpartition(".")[2] for api in _apis()) | _FITS | _JUDGES | {"transform"}


def stage_of_call(ctx: Context, node: ast.Call) -> str | None:
    """The step that a call certainly is; None for every other call."""
    if node not in ctx.once(_named_calls):
        return None
    function = node.func
    written = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    call = ctx.call(node)
    if len(call.targets) != 1 or not call.targets[0]:
        return None
    # A search is an estimator too: what is listed for the class itself comes first.
    name = call.name
    known = _apis().get(name or "")
    if known is None:
        known = next((_apis()[each] for each in sorted(call.targets[0]) if each in _apis()), None)
    if known is not None:
        return known
    if written in _FITS | _JUDGES | {"transform"} and call.receiver is not None:
        return _stage_of_estimator(ctx, call.receiver, written)
    return None


def _named_calls(ctx: Context) -> frozenset[ast.Call]:
    """The calls that may be a step by their last names."""
    model = ctx.model
    return frozenset(node for name in stage_names() & model.call_names for node in model.calls_named(name))


def _stage_of_estimator(ctx: Context, receiver: ast.expr, method: str) -> str | None:
    if not ctx.is_a(receiver, _ESTIMATOR):
        return None
    if method in _JUDGES:
        return "evaluate"
    if method in ("transform", "fit_transform"):
        return "features"
    return "features" if _learned(ctx, receiver) in _NO_MODEL else "fit"


def _learned(ctx: Context, receiver: ast.expr) -> str | None:
    """What the nearest class of an estimator that is listed takes over from its rows."""
    facts: dict[str, str] = table("estimators")["learns"]
    type_ = ctx.type_of(receiver)
    bases = ctx.bases(getattr(type_, "name", ""))
    return next((facts[base] for base in bases if base in facts), None)


def stages_in(ctx: Context, statement: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """The steps that a statement runs itself, with the nodes that show them; functions in it do not count."""
    stack: list[ast.AST] = [statement]
    while stack:
        node = stack.pop()
        if isinstance(node, _DEFINITIONS):
            continue
        if isinstance(node, ast.Call):
            stage = stage_of_call(ctx, node)
            if stage is not None:
                yield stage, node
        elif _is_new_column(ctx, node):
            yield "features", node
        stack.extend(ast.iter_child_nodes(node))


def _is_new_column(ctx: Context, node: ast.AST) -> bool:
    """`df["total"] = …`."""
    return (
        isinstance(node, ast.Subscript)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
        and ctx.is_a(node.value, *_FRAMES)
    )


def group(stage: str) -> str:
    """The part of a program that a step belongs to: cleaning and features prepare, fitting trains."""
    return _GROUPS.get(stage, stage)


def main_stage(ctx: Context, statement: ast.stmt) -> str | None:
    """The part of a program that a statement is, by the heaviest of its steps; None when it is none."""
    return heaviest(group(stage) for stage, _ in stages_in(ctx, statement))


def heaviest(stages: Iterable[str]) -> str | None:
    """The part by which several are told."""
    found = set(stages)
    return next((stage for stage in _WEIGHT if stage in found), None)
