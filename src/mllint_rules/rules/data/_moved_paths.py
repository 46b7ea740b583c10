"""Moving the path of one machine out of a function, or below the folder of the project: the repair."""

from __future__ import annotations

import ast
import re

from mllint_rules.kit import (
    Call,
    Context,
    FixPlan,
    FixUnavailable,
    Verb,
    add_keyword,
    add_parameter,
    plain_function,
    replace,
    table,
    unsafe_fix,
)

_WORDS = re.compile(r"[A-Za-z0-9]+")


def moving_plan(ctx: Context, call: Call, argument: ast.expr, literal: ast.Constant) -> FixPlan | None:
    """The repair for a literal that is an argument itself; None where there is none. Raises `FixUnavailable`."""
    if argument is not literal or call.unpacks:
        return None
    return _below_project(ctx, call, literal) or _as_parameter(ctx, literal)


def _below_project(ctx: Context, call: Call, literal: ast.Constant) -> FixPlan | None:
    """`Path(__file__).resolve().parents[n] / …` for a path that goes through a folder called like the project."""
    library = (call.name or "").partition(".")[0]
    if (
        ctx.project is None
        or ctx.is_exploratory
        or library not in table("data_paths")["fixes"]["path_libraries"]
    ):
        return None
    parts = re.split(r"[\\/]+", str(literal.value))
    root = ctx.project.root.name
    if not root or parts.count(root) != 1 or not all(parts[parts.index(root) + 1 :]):
        return None
    below = parts[parts.index(root) + 1 :]
    if not below or not ctx.path_in_project or ctx.path_in_project.startswith(("/", "..")):
        return None
    path = ctx.reach("pathlib", "Path")
    steps = [f"{path.text}(__file__).resolve().parents[{ctx.path_in_project.count('/')}]"]
    steps += [f'"{part}"' for part in below if '"' not in part]
    return unsafe_fix(
        "Start the path from the folder of the project", *path.verbs, replace(literal, " / ".join(steps))
    )


def _as_parameter(ctx: Context, literal: ast.Constant) -> FixPlan | None:
    """A keyword-only parameter of the function around, given by the program where it calls the function."""
    function = ctx.function_of(literal)
    if function is None:
        return None
    plain_function(ctx, function)
    sites = ctx.call_sites(function)
    name = _parameter_name(ctx, literal)
    verbs: list[Verb] = [add_parameter(function, name, "str", keyword_only=True), replace(literal, name)]
    for site in sites:
        is_program = site.frame is None or ctx.is_entry_function(site.frame)
        if site.call is None or not site.is_direct or site.is_deferred or not is_program:
            raise FixUnavailable(f"{function.name} is called deeper in the program")
        verbs.append(add_keyword(site.call, name, ctx.source(literal)))
    return unsafe_fix(f"Let the program pass `{name}`", *verbs) if sites else None


def _parameter_name(ctx: Context, literal: ast.Constant) -> str:
    """A name after the file: `orders_path` for `/home/ann/orders.csv`."""
    last = re.split(r"[\\/]", str(literal.value).rstrip("\\/"))[-1].partition(".")[0]
    stem = "_".join(word.lower() for word in _WORDS.findall(last))
    if not stem or stem[0].isdigit():
        stem = "data"
    return ctx.fresh_name(stem if stem.endswith("path") else f"{stem}_path")
