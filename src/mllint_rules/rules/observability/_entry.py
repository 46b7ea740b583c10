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
    statement = _entry_statement(ctx)
    if statement is None or is_configured(ctx):
        return ()
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


def main_guard(ctx: Context) -> ast.If | None:
    """The block that runs when the module is the program."""
    return next((s for s in ctx.model.tree.body if isinstance(s, ast.If) and ctx.is_main_guard(s)), None)


def is_imported(ctx: Context) -> bool:
    """Whether another module may import this one: it lies in a package, or its name is mentioned elsewhere."""
    if ctx.project is None:
        return True
    stem = ctx.path_in_project.rpartition("/")[2].removesuffix(".py")
    return bool(ctx.project.package_of(ctx.document.path)) or ctx.is_used_elsewhere(stem)


def is_loose_script(ctx: Context) -> bool:
    """Whether the module does its work at top level, and nothing imports it."""
    if main_guard(ctx) is not None or not any(map(_is_work, ctx.model.tree.body)):
        return False
    return not is_imported(ctx)


def _is_work(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Call)
    return isinstance(statement, ast.For | ast.While | ast.With)


def _entry_statement(ctx: Context) -> ast.stmt | None:
    """The first statement of `main()` where the main guard calls it, else of the guard."""
    guard = main_guard(ctx)
    if guard is None:
        return None
    called = {
        node.func.id
        for statement in guard.body
        for node in ast.walk(statement)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    for statement in ctx.model.tree.body:
        if isinstance(statement, ast.FunctionDef) and statement.name == "main" and "main" in called:
            return _first_behind_docstring(statement.body) or guard.body[0]
    return guard.body[0]


def _first_behind_docstring(body: list[ast.stmt]) -> ast.stmt | None:
    first = body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    rest = body[1:] if is_docstring else body
    return rest[0] if rest else None
