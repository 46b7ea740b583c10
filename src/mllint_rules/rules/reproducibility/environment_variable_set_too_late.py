"""An environment variable is set after it has been read.

## Why is this bad?

Python reads `PYTHONHASHSEED` when it starts, OpenBLAS reads `OMP_NUM_THREADS` while NumPy is imported, and a GPU
driver reads `CUDA_VISIBLE_DEVICES` when it is first asked for devices. A line that sets the variable later changes
nothing in the running process: hashes stay random, all cores are used, the job runs on another device than it says.

## When to ignore it

The variable is meant for processes that this one starts in a way that mllint does not see.

## Fix safety

The variable then acts, which it did not before. Where imports were the first lines, they no longer are.

## References

- Python: command line and environment, `PYTHONHASHSEED`
- CUDA C++ programming guide: environment variables
"""

import ast
from collections.abc import Callable, Iterator

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    FixUnavailable,
    Place,
    SemanticModel,
    delete,
    insert_before,
    module,
    position,
    rule,
    table,
    unsafe_fix,
)
from mllint_rules.rules.reproducibility._environment import Setting, settings_in, starts_processes
from mllint_rules.rules.reproducibility._shared import is_test_code

_FACTS = table("environment_variables")
AT_START = frozenset(_FACTS["at_start"]["names"])
AT_IMPORT: dict[str, list[str]] = _FACTS["at_import"]
AT_USE: dict[str, list[str]] = _FACTS["at_use"]


@rule(
    code="MLR125",
    name="environment-variable-set-too-late",
    category=Category.REPRODUCIBILITY,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=module(holding=(ast.Assign, ast.Expr)),
    in_tests=False,
    see=("adduce:R-DET-003",),
    examples=(
        Example(
            bad="""
                import os
                import numpy as np

                os.environ["OMP_NUM_THREADS"] = "1"
                print(np.ones(3))
                """,
            good="""
                import os

                os.environ["OMP_NUM_THREADS"] = "1"

                import numpy as np

                print(np.ones(3))
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import os
                import random


                def seed_everything(seed):
                    os.environ["PYTHONHASHSEED"] = str(seed)
                    random.seed(seed)
                """,
            good="""
                import os
                import random


                def seed_everything(seed):
                    random.seed(seed)
                """,
            fixed=True,
        ),
    ),
)
def check(model: SemanticModel, ctx: Context) -> Iterator[Finding]:
    for setting in settings_in(ctx):
        name = setting.variable
        if name in AT_START:
            finding = _at_start(ctx, setting)
        elif name in AT_IMPORT:
            finding = _at_import(ctx, setting)
        else:
            finding = _at_use(ctx, setting) if name in AT_USE else None
        if finding is not None and not is_test_code(ctx, setting.statement) and not starts_processes(ctx):
            yield finding


def _at_start(ctx: Context, setting: Setting) -> Finding | None:
    if ctx.is_set_outside(setting.variable):
        return None
    return Finding(
        setting.where,
        f"Python reads `{setting.variable}` when it starts, so that this changes nothing: set it where the program is "
        "started (Dockerfile, Makefile, workflow)",
        fix=lambda: _removal(ctx, setting),
    )


def _removal(ctx: Context, setting: Setting) -> FixPlan | None:
    called = [node for node in ast.walk(setting.value) if isinstance(node, ast.Call)]
    if any(ctx.called(call) not in ("builtins.str", "builtins.int") for call in called):
        raise FixUnavailable("the value is computed")
    return unsafe_fix("Remove it", delete(setting.statement))


def _at_import(ctx: Context, setting: Setting) -> Finding | None:
    if not _runs_with_module(ctx, setting):
        return None
    libraries = AT_IMPORT[setting.variable]
    for statement in ctx.model.tree.body:
        if position(statement) >= position(setting.statement):
            return None
        for alias, library in _imported(statement):
            if library in libraries:
                if ctx.is_used_elsewhere(setting.variable) or ctx.is_set_outside(setting.variable):
                    return None
                return Finding(
                    setting.where,
                    f"`{setting.variable}` is read while `{library}` is imported, so that this comes too late",
                    fix=_move(ctx, setting, statement),
                    related=(Place(alias, "it is imported here"),),
                )
    return None


def _runs_with_module(ctx: Context, setting: Setting) -> bool:
    """Whether the setting runs after the imports of the module: at its top level, or in the entry function."""
    function = ctx.function_of(setting.statement)
    return function is None or ctx.is_entry_function(function)


def _imported(statement: ast.stmt) -> Iterator[tuple[ast.AST, str]]:
    if isinstance(statement, ast.Import):
        yield from ((alias, alias.name.partition(".")[0]) for alias in statement.names)
    elif isinstance(statement, ast.ImportFrom) and statement.module and not statement.level:
        yield statement, statement.module.partition(".")[0]


def _at_use(ctx: Context, setting: Setting) -> Finding | None:
    block = ctx.parent(setting.statement)
    body: list[ast.stmt] = getattr(block, "body", [])
    if setting.statement not in body or isinstance(block, (ast.If, ast.For, ast.While, ast.Try)):
        return None
    for statement in body[: body.index(setting.statement)]:
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.If, ast.Try)):
            continue
        for node in ast.walk(statement):
            name = ctx.called(node) if isinstance(node, ast.Call) else None
            if name in AT_USE[setting.variable]:
                return Finding(
                    setting.where,
                    f"`{setting.variable}` is read when the devices are first used, so that this comes too late",
                    related=(Place(node, "they are used here"),),
                )
    return None


def _move(ctx: Context, setting: Setting, importing: ast.stmt) -> Callable[[], FixPlan | None]:
    def plan() -> FixPlan | None:
        statement, lines = setting.statement, ctx.source(setting.statement)
        if ctx.value_of(setting.value) is None or not isinstance(ctx.value_of(setting.value), str):
            raise FixUnavailable("the value is computed")
        if not isinstance(setting.value, ast.Constant) or "\n" in lines:
            raise FixUnavailable("the value has a name")
        if ctx.parent(statement) is not ctx.model.tree and ctx.function_of(statement) is None:
            raise FixUnavailable("the variable is set under a condition")
        if ctx.function_of(statement) is not None and ctx.parent(statement) is not ctx.function_of(statement):
            raise FixUnavailable("the variable is set under a condition")
        if any(cell.span.start for cell in ctx.document.cells):
            raise FixUnavailable("the cells of a notebook keep their order")
        root = lines.partition(".")[0]
        for binding in ctx.module_scope.bindings.get(root, ()):
            if position(binding.node) < position(importing) and binding.node is not importing:
                break
        else:
            if root != "os":
                raise FixUnavailable(f"{root} is imported later")
            lines = f"import os\n\n{lines}"
        # Set off from the imports around it, as formatters write it.
        before = ctx.model.tree.body.index(importing)
        lead = "\n" if before and not lines.startswith("import") else ""
        return unsafe_fix(
            "Set it before the import", delete(statement), insert_before(importing, f"{lead}{lines}\n\n")
        )

    return plan
