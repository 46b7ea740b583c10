"""Where a program begins: the place for the one line that configures logging."""

from __future__ import annotations

import ast

from mllint_rules.kit import Context, Verb, insert_before, table

VISIBLE = 'level={logging}.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s"'
"""The arguments of a `basicConfig` that shows what `print` showed; `{logging}` stands for the module."""


_JSON_RECORDS = """{
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"level": "INFO", "handlers": ["console"]},
}"""


def entry_verbs(ctx: Context, arguments: str = VISIBLE) -> tuple[Verb, ...]:
    """What shows the records of a program: a call of `basicConfig` at its beginning.

    Nothing when this module is no program, or when anything in the project configures logging.
    """
    guard, function = ctx.main_guard, ctx.entry_function
    if guard is None or is_configured(ctx):
        return ()
    # Only `main` is the program itself; a function of another name does not set up logging for others.
    is_main = function is not None and function.name == "main"
    statement = (ctx.entry_statement if is_main else None) or guard.body[0]
    reach, verbs = _module(ctx)
    return (*verbs, insert_before(statement, _configuration(reach, arguments, ctx)))


def _module(ctx: Context) -> tuple[str, tuple[Verb, ...]]:
    """How the module that configures is written here, and what imports it."""
    reach = ctx.reach("logging.config" if ctx.environment.logging_config else "logging")
    return reach.text, reach.verbs


def _configuration(module: str, arguments: str, ctx: Context) -> str:
    """The statement that configures logging: by a call, or whole when the settings ask for it."""
    if ctx.environment.logging_config:
        return f"{module}.dictConfig({_JSON_RECORDS})"
    return f"{module}.basicConfig({arguments.replace('{logging}', module)})"


def script_configuration(ctx: Context, arguments: str) -> tuple[str, tuple[Verb, ...]]:
    """What shows the records of a script without `main`, and its imports; nothing for everything else."""
    if not is_loose_script(ctx) or is_configured(ctx):
        return "", ()
    module, verbs = _module(ctx)
    return _configuration(module, arguments, ctx) + "\n", verbs


def is_configured(ctx: Context) -> bool:
    """Whether this module, another one of the project or a library it uses configures logging."""
    configuration = table("logging")["configuration"]
    if any(name in ctx.model.call_names for name in configuration["names"]):
        return True
    if any(ctx.imports(library) for library in configuration["libraries"]):
        return True
    return any(ctx.is_used_elsewhere(name) for name in configuration["names"])


def is_loose_script(ctx: Context) -> bool:
    """Whether the module does its work at top level, and nothing imports it."""
    if ctx.main_guard is not None or not any(map(_is_work, ctx.model.tree.body)):
        return False
    return not ctx.is_imported


def _is_work(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Call)
    return isinstance(statement, (ast.For, ast.While, ast.With))
