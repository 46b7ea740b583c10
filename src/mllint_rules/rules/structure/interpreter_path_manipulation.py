"""A program that changes its working folder or import path works from one place only.

## Why is this bad?

`sys.path.append("..")` makes an import work for whoever starts the file from the folder that its author had in mind.
For everybody else the module is missing or, worse, another one of the same name is found. `os.chdir` moves all
relative paths of the process with it, those of other code as well. Both hide that the project is not installed
(`pip install -e .`) and that its data paths hang on a folder nobody named.

## When to ignore it

The file starts the program for people who cannot install it. Launchers in `bin`, `scripts` and the like,
configuration of documentation and tests are not reported, nor is a change that is taken back afterwards.
"""

import ast
import re
from collections.abc import Iterator

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    SemanticModel,
    Span,
    module,
    rule,
)
from mllint_rules.rules.structure._pipeline_shape import lies_in

_MAGIC = re.compile(r"^[ \t]*%?cd[ \t]+\S.*$", re.MULTILINE)
_FOLDERS = ("bin", "ci", "doc", "docs", "script", "scripts", "tool", "tools")
_FILES = ("setup.py", "conf.py", "manage.py", "conftest.py", "noxfile.py", "sitecustomize.py")
_GROWING = ("append", "insert", "extend")


@rule(
    code="MLG116",
    name="interpreter-path-manipulation",
    category=Category.DESIGN,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=module(),
    in_tests=False,
    examples=(
        Example(
            bad="""
                import sys

                sys.path.append("../src")
                from features import add_features

                print(add_features)
                """,
            good="""
                from shop.features import add_features

                print(add_features)
                """,
        ),
    ),
)
def check(model: SemanticModel, ctx: Context) -> Iterator[Finding]:
    found: list[tuple[ast.AST | Span, str]] = [
        *_path_changes(ctx), *_folder_changes(ctx), *_environment_changes(ctx)
    ]  # fmt: skip
    if ctx.is_exploratory and ctx.document.text is not ctx.document.code:
        found += _magics(ctx)
    if not found or _is_launcher(ctx):
        return
    for where, message in found:
        yield Finding(where, message)


def _is_launcher(ctx: Context) -> bool:
    name = ctx.document.path.replace("\\", "/").rpartition("/")[2]
    return name in _FILES or (not ctx.is_in_package and lies_in(ctx, _FOLDERS))


def _path_changes(ctx: Context) -> Iterator[tuple[ast.AST, str]]:
    for method in _GROWING:
        for call in ctx.model.index.calls.get(method, ()):
            if (
                isinstance(call.func, ast.Attribute)
                and isinstance(call.func.value, (ast.Attribute, ast.Name))
                and _last_name(call.func.value) == "path"  # before anything is asked about its meaning
                and ctx.qualified_name(call.func.value) == "sys.path"
                and _is_for_good(ctx, call, "sys.path")
            ):
                yield (
                    call.func,
                    (
                        f"`{ctx.source(call.func)}` makes imports work from one place only; an installed package "
                        "needs no path"
                    ),
                )


def _last_name(node: ast.Attribute | ast.Name) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id


def _folder_changes(ctx: Context) -> Iterator[tuple[ast.AST, str]]:
    if "chdir" not in ctx.document.code:  # as in most files
        return
    for call in ctx.model.calls_named("chdir"):
        if ctx.called(call) == "os.chdir" and _is_for_good(ctx, call, "os.chdir"):
            yield (
                call.func,
                (
                    f"`{ctx.source(call.func)}` changes the meaning of every relative path in the process, also "
                    "for other code"
                ),
            )


def _environment_changes(ctx: Context) -> Iterator[tuple[ast.AST, str]]:
    if "PYTHONPATH" not in ctx.document.code:
        return
    for node in ctx.model.index.nodes(ast.Assign, ast.AugAssign):
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        if (
            isinstance(target, ast.Subscript)
            and isinstance(target.slice, ast.Constant)
            and target.slice.value == "PYTHONPATH"
            and ctx.qualified_name(target.value) == "os.environ"
        ):
            yield (
                target,
                "`PYTHONPATH` set in code reaches only child processes, which then import other modules than this one",
            )


def _magics(ctx: Context) -> list[tuple[Span, str]]:
    text, code = ctx.document.text, ctx.document.code
    return [
        (
            Span(match.start(), match.end()),
            "`%cd` makes the notebook depend on the folder it was started from",
        )
        for match in _MAGIC.finditer(text)
        if match[0].lstrip().startswith("%") and code[match.start() : match.end()] != match[0]
    ]


def _is_for_good(ctx: Context, call: ast.Call, what: str) -> bool:
    """Whether nothing in the function around a change takes it back; a function that gets a path may be a tool."""
    function = ctx.function_of(call)
    if function is None:
        return not _is_within_try(ctx, call)
    names = {each.arg for each in (*function.args.args, *function.args.kwonlyargs)}
    argument = call.args[-1] if call.args else None
    if argument is None or any(
        isinstance(node, ast.Name) and node.id in names for node in ast.walk(argument)
    ):
        return False
    if not _is_fixed(ctx, argument):
        return False
    return not any(
        node is not call and _takes_back(ctx, node, what) for node in ctx.walk(function)
    ) and not function.name.startswith("__")


def _is_within_try(ctx: Context, call: ast.Call) -> bool:
    return any(isinstance(parent, ast.Try) and parent.finalbody for parent in ctx.ancestors(call))


def _is_fixed(ctx: Context, argument: ast.expr) -> bool:
    """Whether a path is written out or made from the place of the file."""
    return any(
        (isinstance(node, ast.Constant) and isinstance(node.value, str))
        or (isinstance(node, ast.Name) and node.id == "__file__")
        for node in ast.walk(argument)
    )


def _takes_back(ctx: Context, node: ast.AST, what: str) -> bool:
    if isinstance(node, ast.Call):
        called = ctx.called(node)
        if what == "os.chdir":
            return called == "os.chdir"
        function = node.func
        return (
            isinstance(function, ast.Attribute)
            and function.attr in ("remove", "pop")
            and ctx.qualified_name(function.value) == "sys.path"
        )
    if isinstance(node, (ast.Assign, ast.Delete)):
        return any(ctx.qualified_name(target) == "sys.path" for target in node.targets
                   if isinstance(target, ast.Attribute))  # fmt: skip
    return False
