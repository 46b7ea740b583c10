"""A library under another name than everybody gives it makes code hard to read and easy to misread.

## Why is this bad?

Everybody who works with data reads `pd.` and `np.` without thinking. `pandas.` or `p.` takes a look at the imports,
`LR` may be a learning rate as well as a `LinearRegression`, and examples, searches and code of colleagues do not fit.
`from numpy import min` is worse: `min(a, b)` then means something else than Python's own function, and takes `b` for
an axis.

## When to ignore it

The project has a convention of its own: name it in the option `aliases`. Where ruff's `ICN001` is selected this rule
is silent. Names that a module exports, and imports that may fail and then bind something else, are not reported.

## Fix safety

The import and every use in the document are renamed; nothing else changes. There is no fix when another file takes
the name from this module, or when the name occurs in text that may be run (quoted annotations, doctests, magics).

## Options
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from mllint_rules.kit import (
    Binding,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    FixUnavailable,
    Verb,
    delete,
    nodes,
    replace,
    replace_span,
    rule,
    safe_fix,
    table,
)
from mllint_rules.rules.structure._renamed_imports import is_exported, only_binding, references, renamed


@dataclass(frozen=True)
class Options:
    """Conventions of a project."""

    aliases: tuple[str, ...] = field(
        default=(), metadata={"doc": 'Aliases that are allowed as well, as in "scipy as sp".'}
    )


@rule(
    code="MLG117",
    name="unconventional-library-alias",
    category=Category.DESIGN,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=nodes(ast.Import, ast.ImportFrom),
    imports=(
        "jax", "keras", "matplotlib", "numpy", "pandas", "polars", "scipy", "seaborn", "sklearn", "statsmodels",
        "tensorflow", "torch", "torchvision", "transformers",
    ),
    options=Options,
    see=("ruff:ICN001", "dslinter:C5501", "torchfix:TOR203", "pylint-ml:W8001"),
    examples=(
        Example(
            bad="""
                import pandas

                orders = pandas.read_csv("orders.csv")
                print(orders, pandas.__version__)
                """,
            good="""
                import pandas as pd

                orders = pd.read_csv("orders.csv")
                print(orders, pd.__version__)
                """,
            fixed=True,
            safe=True,
        ),
        Example(
            bad="""
                from sklearn.linear_model import LinearRegression as LR

                model = LR()
                """,
            good="""
                from sklearn.linear_model import LinearRegression

                model = LinearRegression()
                """,
            fixed=True,
            safe=True,
        ),
    ),
)  # fmt: skip
def check(statement: ast.Import | ast.ImportFrom, ctx: Context) -> Iterator[Finding]:
    facts = table("import_conventions")
    for alias in statement.names:
        if isinstance(statement, ast.Import):
            yield from _plain(ctx, statement, alias, facts)
        elif not statement.level and statement.module and alias.name != "*":
            yield from _from(ctx, statement, alias, facts)


def _plain(
    ctx: Context, statement: ast.Import, alias: ast.alias, facts: dict[str, dict[str, str]]
) -> Iterator[Finding]:
    name = alias.name
    wanted = facts["aliases"].get(name)
    if wanted is None:
        if alias.asname and _repeats(alias, facts) and _may_be_reported(ctx, alias, name):
            head, _, last = name.rpartition(".")
            yield Finding(
                alias,
                f"`import {name} as {last}` repeats a name that `from {head} import {last}` gives by itself",
                fix=partial(_as_from, ctx, statement, head, last),
            )
        return
    bound = alias.asname or name
    if bound == (wanted or name) or not _may_be_reported(ctx, alias, name, wanted or name):
        return
    if not wanted:
        text = f"`{name}` is known under its own name, not as `{bound}`"
    else:
        text = f"`{name}` is known as `{wanted}`, so `{bound}` makes readers look it up"
    yield Finding(alias, text, fix=partial(_with_alias, ctx, alias, name, wanted or ""))


def _from(
    ctx: Context, statement: ast.ImportFrom, alias: ast.alias, facts: dict[str, dict[str, str]]
) -> Iterator[Finding]:
    module = statement.module or ""
    name = f"{module}.{alias.name}"
    bound = alias.asname or alias.name
    wanted = facts["aliases"].get(name)
    if wanted and bound != wanted:
        if _may_be_reported(ctx, alias, name, wanted):
            yield Finding(
                alias,
                f"`{name}` is known as `{wanted}`, so `{bound}` makes readers look it up",
                fix=partial(_with_alias, ctx, alias, alias.name, wanted),
            )
    elif alias.asname and alias.asname != alias.name and _is_class(alias.name):
        root = module.partition(".")[0]
        if root in facts["classes"]["libraries"] and _may_be_reported(ctx, alias, name, alias.name):
            yield Finding(
                alias,
                f"`{alias.name}` of `{root}` is known under its own name, not as `{alias.asname}`",
                fix=partial(_with_alias, ctx, alias, alias.name, ""),
            )
    elif (
        alias.asname is None
        and module in facts["shadowing"]["libraries"]
        and alias.name in facts["shadowing"]["names"]
        and _may_be_reported(ctx, alias, name)
    ):
        yield Finding(
            alias,
            f"`{alias.name}` of `{module}` takes the name of Python's own `{alias.name}`, which does something else",
            fix=partial(_through_module, ctx, statement, alias),
        )


def _is_class(name: str) -> bool:
    return name[:1].isupper() and not name.isupper()


def _repeats(alias: ast.alias, facts: dict[str, dict[str, str]]) -> bool:
    head, _, last = alias.name.rpartition(".")
    facts_here = facts["submodules"]
    return (
        bool(head)
        and alias.asname == last
        and head.partition(".")[0] in facts_here["libraries"]
        and alias.name not in facts_here["customary"]
    )


def _may_be_reported(ctx: Context, alias: ast.alias, name: str, wanted: str | None = None) -> bool:
    """Whether the module is free to use the other name, and nobody said that this one is meant."""
    binding = only_binding(ctx, alias)
    if binding is None or is_exported(ctx, binding) or _is_fallback(ctx, alias):
        return False
    # `import numpy.linalg` binds `numpy`: that name says more than an alias of the root.
    if alias.asname is None and "." in alias.name and binding.name in ctx.module_scope.bindings:
        uses = ctx.model.index.names.get(binding.name, ())
        if not uses or any(_written(ctx, node, alias.name) is None for node in uses):
            return False
    if f"{name} as {alias.asname or name}" in ctx.options(Options).aliases:
        return False
    if wanted is None:
        return True
    return wanted == binding.name or ctx.fresh_name(wanted.partition(".")[0]) == wanted.partition(".")[0]


def _is_fallback(ctx: Context, alias: ast.alias) -> bool:
    """Whether an import may fail, or stands where another one failed and takes its name."""
    statement = ctx.model.names.scopes.import_statement(alias)
    return any(isinstance(parent, (ast.ExceptHandler, ast.Try)) for parent in ctx.ancestors(statement))


def _written(ctx: Context, node: ast.Name, dotted: str) -> ast.Attribute | None:
    """The attribute by which a dotted import is used from its root on: `matplotlib.pyplot` around `matplotlib`."""
    current: ast.expr = node
    for part in dotted.split(".")[1:]:
        parent = ctx.parent(current)
        if not isinstance(parent, ast.Attribute) or parent.attr != part or parent.value is not current:
            return None
        current = parent
    return current if isinstance(current, ast.Attribute) else None


# Repairs


def _binding(ctx: Context, alias: ast.alias) -> Binding:
    binding = only_binding(ctx, alias)
    if binding is None:
        raise FixUnavailable("the name is bound several times")
    return binding


def _local_name(alias: ast.alias) -> str:
    return alias.asname or alias.name.partition(".")[0]


def _with_alias(ctx: Context, alias: ast.alias, name: str, wanted: str) -> FixPlan:
    """Import under the wanted name, the own one when it is empty."""
    uses = references(ctx, _binding(ctx, alias))
    new = f"{name} as {wanted}" if wanted else name
    verbs: list[Verb] = [replace(alias, new)]
    if alias.asname is None and "." in alias.name:
        for node in uses:
            dotted = _written(ctx, node, alias.name)
            if dotted is None:
                raise FixUnavailable("the root of the module is used as well")
            verbs.append(replace(dotted, wanted))
    else:
        verbs += renamed(uses, wanted or name)
    return safe_fix(f"Import as `{new}`", *verbs, renames=(_local_name(alias),))


def _as_from(ctx: Context, statement: ast.Import, head: str, last: str) -> FixPlan:
    if len(statement.names) != 1:
        raise FixUnavailable("the statement imports several modules")
    text = f"from {head} import {last}"
    return safe_fix(f"Write `{text}`", replace(statement, text))


def _through_module(ctx: Context, statement: ast.ImportFrom, alias: ast.alias) -> FixPlan:
    """`from numpy import min` as `import numpy as np`, with `np.min` for every use."""
    module = statement.module or ""
    binding = _binding(ctx, alias)
    uses = references(ctx, binding)
    prefix, verbs = _module_prefix(ctx, statement, module, binding)
    rest = [ctx.source(each) for each in statement.names if each is not alias]
    source = ctx.source(statement)
    if "#" in source or "\n" in source:
        raise FixUnavailable("the import has comments or several lines")
    lines = ([f"from {module} import {', '.join(rest)}"] if rest else []) + verbs
    plan: list[Verb] = []
    if lines:
        span = ctx.model.span(statement)
        indent = " " * statement.col_offset
        plan.append(replace_span(span, f"\n{indent}".join(lines)))
    else:
        plan.append(delete(statement))
    plan += renamed(uses, f"{prefix}.{alias.name}")
    return safe_fix(f"Write `{prefix}.{alias.name}`", *plan, renames=(_local_name(alias),))


def _module_prefix(
    ctx: Context, statement: ast.ImportFrom, module: str, binding: Binding
) -> tuple[str, list[str]]:
    """How the module is written here, and the import that it takes."""
    alias = table("import_conventions")["aliases"][module] or module
    for name, bindings in binding.scope.bindings.items():
        held = bindings[0]
        if held.target == module and isinstance(held.node, ast.alias):
            other = ctx.model.names.scopes.import_statement(held.node)
            if ctx.parent(other) is ctx.parent(statement) and other.lineno < statement.lineno:
                if name != alias:
                    # Its own repair comes first: both at once would not know of each other.
                    raise FixUnavailable(f"{module} has another name here")
                return name, []
    if ctx.fresh_name(alias) != alias:
        raise FixUnavailable(f"{alias} means something else here")
    return alias, [f"import {module}" if alias == module else f"import {module} as {alias}"]
