"""Where a program begins: the place for the one line that configures logging."""

from __future__ import annotations

import ast

from mllint_rules.kit import Context, Verb, insert_before, table

VISIBLE = 'level={logging}.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s"'
"""The arguments of a `basicConfig` that shows what `print` showed; `{logging}` stands for the module."""


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
    reach = ctx.reach("logging")
    return (*reach.verbs, insert_before(statement, _configuration(reach.text, arguments)))


def _configuration(logging: str, arguments: str) -> str:
    return f"{logging}.basicConfig({arguments.replace('{logging}', logging)})"


def script_configuration(ctx: Context, logging: str, arguments: str) -> str:
    """The line that shows the records of a script without `main`; empty for everything else."""
    if not is_loose_script(ctx) or is_configured(ctx):
        return ""
    return _configuration(logging, arguments) + "\n"


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
