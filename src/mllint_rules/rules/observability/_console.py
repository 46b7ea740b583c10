"""Where printing is right: programs whose output is the product, and code that is read or run by hand."""

from __future__ import annotations

import ast
import re
from functools import lru_cache

from mllint_rules.kit import Context, table

_SCRIPT_LINES = 15
_CLASS_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+")
_USAGE = re.compile(r"\s*usage\b", re.I)


def is_console_output(node: ast.Call, ctx: Context) -> bool:
    """Whether a call prints what the program is there to print."""
    if (
        not is_production_path(ctx.path_in_project)
        or ctx.is_test
        or ctx.is_exploratory
        or _is_short_script(ctx)
    ):
        return True
    return _is_demonstration(node, ctx) or _is_help(node, ctx) or _is_in_console_code(node, ctx)


@lru_cache(maxsize=256)
def is_production_path(path: str) -> bool:
    """Whether a file at this path is production code."""
    *folders, name = path.split("/")
    paths = table("console")["paths"]
    stem = name.removesuffix(".py").lower()
    if name in paths["files"] or stem in paths["programs"] or stem.endswith("_cli"):
        return False
    if any(folder.startswith(".") and folder.strip(".") for folder in folders):
        return False  # tools of the repository: `.github`, `.ci`
    return not ({folder.lower() for folder in folders} & {*paths["folders"], *paths["program_folders"]})


def _is_short_script(ctx: Context) -> bool:
    """Whether the module is a program of a few lines."""
    if ctx.document.text.count("\n") >= _SCRIPT_LINES:
        return False
    return any(
        (
            isinstance(statement, (ast.Expr, ast.For, ast.While, ast.With))
            and not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))
        )
        or ctx.is_main_guard(statement)
        for statement in ctx.model.tree.body
    )


def _is_demonstration(node: ast.Call, ctx: Context) -> bool:
    """Whether a call stands in the main guard of a module of a package: it shows or tries out the module."""
    guard = ctx.main_guard
    if guard is None or not ctx.is_imported:
        return False
    return any(parent is guard for parent in ctx.ancestors(node))


def _is_help(node: ast.Call, ctx: Context) -> bool:
    helpers = table("console")["functions"]["help"]
    for argument in node.args:
        for inner in ast.walk(argument):
            if isinstance(inner, ast.Name) and inner.id in ("__doc__", "__version__"):
                return True
            if isinstance(inner, ast.Attribute) and inner.attr in (*helpers, "__doc__"):
                return True
            if isinstance(inner, ast.Constant) and isinstance(inner.value, str) and _USAGE.match(inner.value):
                return True
    return False


def _is_in_console_code(node: ast.Call, ctx: Context) -> bool:
    facts = table("console")["functions"]
    for parent in ctx.ancestors(node):
        if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef)):
            if _is_console_name(parent.name) or is_command(parent, ctx) or _asks(parent, ctx):
                return True
        elif isinstance(parent, ast.ClassDef):
            words = {word.lower() for word in _CLASS_WORDS.findall(parent.name)}
            if not words.isdisjoint(facts["classes"]):
                return True
        elif isinstance(parent, ast.With) and any(
            ctx.called(item.context_expr) in facts["redirections"] for item in parent.items
        ):
            return True
    return ctx.function_of(node) is None and _asks(ctx.model.tree, ctx)


@lru_cache(maxsize=1024)
def _is_console_name(name: str) -> bool:
    facts = table("console")["functions"]
    words = name.strip("_").lower().split("_")
    return words[0] in facts["first"] or words[-1] in facts["last"]


def _asks(scope: ast.FunctionDef | ast.AsyncFunctionDef | ast.Module, ctx: Context) -> bool:
    """Whether a function talks with a person."""
    questions = table("console")["functions"]["questions"]
    return any((ctx.function_of(call.node) or ctx.model.tree) is scope for call in ctx.calls_of(*questions))


def is_command(function: ast.FunctionDef | ast.AsyncFunctionDef, ctx: Context) -> bool:
    """Whether a function is a command of a program, or only does a part of one in the same module."""
    commands = _commands(ctx)
    if function.name in commands:
        return True
    if ctx.class_of(function) is not None:
        return False
    callers = [ctx.function_of(call) for call in ctx.model.index.calls.get(function.name, ())]
    return bool(callers) and all(
        caller is not None and (caller.name in commands or _is_console_name(caller.name))
        for caller in callers
    )


def _commands(ctx: Context) -> set[str]:
    """The names of the functions that a framework for the command line calls."""
    facts = table("console")["commands"]
    found: set[str] = set()
    if any(ctx.imports(library) for library in facts["libraries"]):
        for function in ctx.model.functions.values():
            if any(_last_name(decorator) in facts["decorators"] for decorator in function.decorator_list):
                found.add(function.name)
    for call in ctx.calls_of(*facts["runners"]):
        for argument in call.node.args:
            found.update(node.id for node in ctx.walk(argument) if isinstance(node, ast.Name))
    for node in ctx.model.index.calls.get("set_defaults", ()):
        # `parser.set_defaults(func=train)` of argparse
        found.update(keyword.value.id for keyword in node.keywords if isinstance(keyword.value, ast.Name))
    return found


def _last_name(decorator: ast.expr) -> str:
    target = decorator.func if isinstance(decorator, ast.Call) else decorator
    return target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")
