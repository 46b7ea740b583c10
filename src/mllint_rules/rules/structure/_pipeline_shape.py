"""Modules whose top level is a pipeline: a notebook as a script."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

from mllint_rules.kit import Context, table
from mllint_rules.rules.structure._stages import main_stage, stage_names, stages_in

_FEWEST = 6
_MANY = 9  # steps that are a program even when most of them prepare data
_QUIET = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
# Drawing and telling a tracker is no work by itself.
_STAGES = frozenset({"read", "prepare", "split", "train", "tune", "evaluate", "save"})


def pipeline_shape(ctx: Context) -> tuple[tuple[ast.stmt, str], ...]:
    """The steps at the top level of a module that is a pipeline of several stages, else nothing."""
    return ctx.once(_pipeline_shape)


def _pipeline_shape(ctx: Context) -> tuple[tuple[ast.stmt, str], ...]:
    if ctx.is_exploratory:
        return ()
    statements = [each for each in ctx.model.tree.body if not isinstance(each, _QUIET)]
    if len(statements) < _FEWEST or stage_names().isdisjoint(ctx.model.index.calls):
        return ()
    found = tuple(_steps(ctx, statements))
    is_several = len({stage for _, stage in found}) >= 2
    return found if is_several and (len(found) >= _MANY or _turns(found) >= _FEWEST) else ()


def _turns(steps: tuple[tuple[ast.stmt, str], ...]) -> int:
    """The number of steps, where more than two of one stage in a row count as two."""
    stages = [stage for _, stage in steps]
    return sum(
        place < 2 or len({stage, *stages[place - 2 : place]}) > 1 for place, stage in enumerate(stages)
    )


def _steps(ctx: Context, statements: list[ast.stmt]) -> Iterator[tuple[ast.stmt, str]]:
    for statement in statements:
        if ctx.is_main_guard(statement):
            continue
        stage = main_stage(ctx, statement)
        if stage in _STAGES and not _only_applies(ctx, statement):
            yield statement, stage


def _only_applies(ctx: Context, statement: ast.stmt) -> bool:
    """Whether a statement only applies what another one fitted: `test = scaler.transform(test)`."""
    calls = [node for _, node in stages_in(ctx, statement) if isinstance(node, ast.Call)]
    return bool(calls) and all(
        isinstance(node.func, ast.Attribute) and node.func.attr == "transform" for node in calls
    )


def runs_top_level_on_purpose(ctx: Context) -> bool:
    """Whether a framework runs the file from top to bottom, or wants its objects at the top level."""
    wanted = [
        *table("captured_data")["services"]["libraries"],
        *table("pipeline_stages")["schedulers"]["libraries"],
    ]
    return not ctx.model.imported_libraries.isdisjoint(wanted)


def lies_in(ctx: Context, folders: Collection[str]) -> bool:
    """Whether one of the folders around the file, within its project as far as that is known, has such a name."""
    is_known = ctx.project is not None and not ctx.project.is_folder_only
    path = ctx.path_in_project if is_known else ctx.document.path
    return any(folder in folders for folder in path.replace("\\", "/").split("/")[:-1])
