"""Logging that a module configures while it is imported is configured by whoever imports it first.

## Why is this bad?

Handlers and levels belong to the program, not to its modules. With `logging.basicConfig(...)` at the top of a module,
the service, the test or the notebook that imports a function from it finds the root logger taken: its own
`basicConfig` does nothing, records come twice, or a file appears in its working directory. And records that were
logged before logging is configured are lost, or install the default handler, after which `basicConfig` does nothing.

## When to ignore it

The main guard, `main()`, a function such as `configure_logging()`, a `NullHandler` on the logger of a library, a script
that nothing imports, notebooks, tests, and the module of an application that a server loads.

## Fix safety

The statements become `configure_logging()`, which the entry point of the same module calls first. Modules that relied
on the import for it have to call it themselves. A module that is no program gets no fix: it would never be called.

## References

- The logging HOWTO of the Python documentation, on configuring logging for a library
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial
from pathlib import PurePath

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    Place,
    Practice,
    SemanticModel,
    module,
    position,
    rule,
)
from mllint_rules.rules.observability._configurations import (
    NAMES,
    configuration_repair,
    configures,
    configuring_calls,
    earlier_record,
    group_of,
    moved_up,
)
from mllint_rules.rules.observability._console import is_production_path

# Modules that a server or tool loads as the program.
_APPLICATIONS = (
    "fastapi",
    "flask",
    "starlette",
    "sanic",
    "litestar",
    "quart",
    "streamlit",
    "dash",
    "celery",
    "alembic",
)
_CONFIGURATIONS = ("log", "logs", "logging", "logger", "settings", "conf", "config")


@rule(
    code="MLO109",
    name="logging-configured-at-import",
    category=Category.OBSERVABILITY,
    practice=Practice.OBSERVABILITY_CODE,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=module(calling=NAMES),
    in_tests=False,
    examples=(
        Example(
            bad="""
                import logging

                logging.basicConfig(level=logging.INFO)
                logger = logging.getLogger(__name__)


                def load(path):
                    logger.info("reading %s", path)
                """,
            good="""
                import logging

                logger = logging.getLogger(__name__)


                def configure_logging() -> None:
                    logging.basicConfig(level=logging.INFO)


                def load(path):
                    logger.info("reading %s", path)
                """,
        ),
        Example(
            bad="""
                import logging


                def main() -> None:
                    logging.warning("no configuration given")
                    logging.basicConfig(level=logging.INFO)


                if __name__ == "__main__":
                    main()
                """,
            good="""
                import logging


                def main() -> None:
                    logging.basicConfig(level=logging.INFO)
                    logging.warning("no configuration given")


                if __name__ == "__main__":
                    main()
                """,
            fixed=True,
        ),
    ),
)
def check(model: SemanticModel, ctx: Context) -> Iterator[Finding]:
    if ctx.is_exploratory or not is_production_path(ctx.path_in_project):
        return
    reported: set[ast.stmt] = set()
    for node in sorted(configuring_calls(model, ctx), key=position):
        statement = ctx.statement(node)
        function = ctx.function_of(node)
        before = earlier_record(statement, ctx) if _is_in_entry(node, ctx) else None
        if before is not None:
            yield Finding(
                node,
                "logging is configured after records were logged, which are lost or make this do nothing",
                fix=partial(moved_up, statement, before, ctx),
                related=(Place(before, "logged before"),),
            )
        elif (
            function is None
            and statement not in reported
            and _runs_with_import(node, ctx)
            and _is_imported(ctx)
        ):
            group = group_of(statement, ctx)
            reported.update(group)
            yield Finding(
                node,
                "importing this module configures logging for the whole program",
                fix=partial(configuration_repair, group, ctx),
            )


def _is_in_entry(node: ast.AST, ctx: Context) -> bool:
    function = ctx.function_of(node)
    return ctx.is_under_main_guard(node) if function is None else ctx.is_entry_function(function)


def _runs_with_import(node: ast.AST, ctx: Context) -> bool:
    """Whether a node runs whenever the module is imported: under no main guard, class or condition."""
    return all(isinstance(parent, (ast.Module, ast.Expr)) for parent in ctx.ancestors(node))


def _is_imported(ctx: Context) -> bool:
    """Whether other modules certainly import this one, and not for its configuration."""
    if any(ctx.imports(library) for library in _APPLICATIONS):
        return False
    path = PurePath(ctx.path_in_project)
    if not {*path.stem.lower().split("_")}.isdisjoint(_CONFIGURATIONS):
        return False
    if not _is_program(ctx):
        return True  # what does nothing by itself is there to be imported
    stem = path.parent.name if path.stem == "__init__" else path.stem
    return bool(stem) and ctx.is_used_elsewhere(stem) and _lends_names(ctx)


def _lends_names(ctx: Context) -> bool:
    """Whether another file mentions something that a program defines: the name of the file alone may be a word."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    names = [each.name for each in ctx.model.tree.body if isinstance(each, kinds) and each.name != "main"]
    return any(ctx.is_used_elsewhere(name) for name in names)


def _is_program(ctx: Context) -> bool:
    """Whether the module may be run by itself: it has a main guard, or does something besides setting up logging."""
    return ctx.main_guard is not None or any(
        isinstance(each, (ast.For, ast.While, ast.With))
        or (isinstance(each, ast.Expr) and isinstance(each.value, ast.Call) and not _sets_up(each.value, ctx))
        for each in ctx.model.tree.body
    )


def _sets_up(node: ast.Call, ctx: Context) -> bool:
    """Whether a call only has to do with logging."""
    name = ctx.called(node) or ""
    return configures(node, ctx) or name.startswith(("logging.", "structlog.", "loguru."))
