"""A module that reads data or trains while it is imported makes everybody who imports it wait, or fail.

## Why is this bad?

`import vocabulary` looks as if it only made names available. If the module reads a file, downloads a model or starts
a tracker run at its top level, then so does every program, test and notebook that imports anything from it, whether
it needs the result or not. It fails where the file is not there, workers of a pool do it once each, and tools that
only look at the code (documentation, test collection) do it as well.

Reported are modules that another file of the project, or one of its tests, imports. Files that come with the package
(a path that starts at `__file__`, package resources) and modules of service frameworks, which load their model at
start-up, are not reported. For scripts that nothing imports see `top-level-pipeline`.

## When to ignore it

The module is only ever imported by one program that needs the result right away.

## Fix safety

A variable that only functions read becomes a cached function, and its reads become calls: the work is done on first
use. Other modules that imported the variable have to call the function, so there is no fix when its name occurs in
another file. Longer programs take the extraction of `top-level-pipeline`.
"""

import ast
from collections.abc import Iterator
from functools import partial

from mllint_rules.kit import (
    BindingKind,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    FixUnavailable,
    Practice,
    SemanticModel,
    Span,
    Verb,
    is_position_known,
    module,
    replace,
    replace_span,
    rule,
    unsafe_fix,
)
from mllint_rules.rules.structure._annotations import annotation_for
from mllint_rules.rules.structure._block_functions import chunk
from mllint_rules.rules.structure._blocks import INDENT, check_movable, indented_lines
from mllint_rules.rules.structure._import_work import import_work, work_names
from mllint_rules.rules.structure._main_extraction import plan_main
from mllint_rules.rules.structure._pipeline_shape import pipeline_shape, runs_top_level_on_purpose


@rule(
    code="MLG105",
    name="import-time-pipeline",
    category=Category.DESIGN,
    practice=Practice.LOOSE_COUPLING,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=module(calling=work_names()),
    in_tests=False,
    examples=(
        Example(
            bad="""
                import pandas as pd

                cities = pd.read_csv("cities.csv")


                def population(city):
                    return cities.loc[cities["name"] == city, "population"].sum()
                """,
            good="""
                import functools
                import pandas as pd

                @functools.cache
                def load_cities() -> pd.DataFrame:
                    return pd.read_csv("cities.csv")


                def population(city):
                    return load_cities().loc[load_cities()["name"] == city, "population"].sum()
                """,
            fixed=True,
        ),
    ),
)
def check(model: SemanticModel, ctx: Context) -> Iterator[Finding]:
    if ctx.is_exploratory:
        return
    found = list(import_work(ctx))
    if not found or runs_top_level_on_purpose(ctx) or pipeline_shape(ctx):
        return
    # What imports what is asked last: it takes a look at all files.
    if not _is_imported(ctx):
        return
    for node, work in found:
        yield Finding(
            node.func,
            f"The module {work} while it is imported, so everything that imports it has to wait for that or fails",
            fix=partial(_fix, ctx, node),
        )


def _is_imported(ctx: Context) -> bool:
    """Whether another file imports the module; of a text alone: whether it defines functions only for others."""
    if ctx.project is not None and ctx.project.files:
        return ctx.is_imported_by_project
    functions = [each for each in ctx.model.tree.body if isinstance(each, ast.FunctionDef)]
    return (
        bool(functions)
        and ctx.main_guard is None
        and all(
            ctx.outermost_function(use) is not None
            for each in functions
            for use in ctx.model.index.names.get(each.name, ())
        )
    )


def _fix(ctx: Context, node: ast.Call) -> FixPlan:
    try:
        return _as_function(ctx, node)
    except FixUnavailable:
        return plan_main(ctx)


def _as_function(ctx: Context, node: ast.Call) -> FixPlan:
    """`x = read()` as a cached function, with all reads of `x` as calls of it."""
    statement = ctx.top_statement(node)
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        raise FixUnavailable("the work is no single assignment")
    target = statement.targets[0]
    if not isinstance(target, ast.Name) or len(ctx.module_scope.bindings[target.id]) != 1:
        raise FixUnavailable("the name is bound several times")
    name = target.id
    if ctx.is_used_elsewhere(name) or ctx.runs_code_by_name or "__all__" in ctx.module_scope.bindings:
        raise FixUnavailable(f"{name} may be used elsewhere")
    check_movable(ctx, [statement])
    _check_order(ctx, statement)
    reads = [each for each in ctx.model.index.names[name] if each is not target and ctx.is_module_name(each)]
    for read in reads:
        is_late = ctx.outermost_function(read) is not None or ctx.is_under_main_guard(read)
        if not is_late or not isinstance(read.ctx, ast.Load) or not is_position_known(ctx, read):
            raise FixUnavailable(f"{name} is used while the module is imported")
    maker = ctx.fresh_name(f"load_{name.strip('_').lower()}")
    cache = ctx.reach("functools")
    written = annotation_for(ctx, ctx.type_of(statement.value))
    arrow = f" -> {written.text}" if written.text else ""
    header = f"@{cache.text}.cache\ndef {maker}(){arrow}:\n"
    model = ctx.model
    span = model.span(statement)
    value = replace_span(Span(span.start, model.span(statement.value).start), f"{header}{INDENT}return ")
    verbs: list[Verb] = [*cache.verbs, *written.verbs, value]
    lines = indented_lines(model, [statement], Span(span.start, chunk(ctx, statement).end))
    verbs += [replace_span(Span(at, at), INDENT) for at in lines if at > span.start]
    verbs += [replace(read, f"{maker}()") for read in reads]
    return unsafe_fix(f"Load `{name}` on first use", *verbs)


def _check_order(ctx: Context, statement: ast.Assign) -> None:
    """Raises `FixUnavailable` when the value depends on names that change behind the statement."""
    for node in ctx.walk(statement.value):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and ctx.is_module_name(node):
            bindings = ctx.module_scope.bindings[node.id]
            if len(bindings) != 1 or bindings[0].kind is BindingKind.LOOP:
                raise FixUnavailable(f"{node.id} may change until the first use")
        elif isinstance(node, (ast.NamedExpr, ast.Await)):
            raise FixUnavailable("the value binds a name")
