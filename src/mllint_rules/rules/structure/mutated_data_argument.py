"""A function that changes the data it is given changes it for its caller as well.

## Why is this bad?

`features = build(orders)` reads like a question. If `build` writes a column into `orders`, the caller's frame has that
column from then on: the next step sees it, a second call adds it twice or scales scaled values again, and in a
notebook the result depends on how often the cell was run. Nothing at the call says so.

Reported are changes of parameters that certainly are frames, series, arrays or tensors, where a caller goes on to use
the object it passed.

## When to ignore it

The function exists to change its argument. Say so in its name (`scale_inplace`, `fill_missing_`): then it is not
reported.

## Fix safety

The function works on a copy, which costs memory for arrays and tensors, and gives it back; calls that did not use a
result assign it to the variable that they passed. There is no fix when the function returns something else, or when
it may be called from elsewhere.
"""

import ast
from collections.abc import Iterator
from functools import partial

from mllint_rules.kit import (
    CallSite,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    FixUnavailable,
    FunctionNode,
    Place,
    Practice,
    SemanticModel,
    Span,
    Verb,
    first_statement,
    insert_after,
    insert_before,
    module,
    plain_function,
    position,
    replace_span,
    rule,
    unsafe_fix,
)
from mllint_rules.rules.structure._data_changes import Change, changes
from mllint_rules.rules.structure._signatures import kind_of


@rule(
    code="MLG109",
    name="mutated-data-argument",
    category=Category.DESIGN,
    practice=Practice.LOOSE_COUPLING,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=module(holding=(ast.FunctionDef, ast.AsyncFunctionDef)),
    in_tests=False,
    imports=("dask", "geopandas", "numpy", "pandas", "torch"),
    see=("scicode-lint:py-002",),
    examples=(
        Example(
            bad="""
                import pandas as pd


                def total(orders: pd.DataFrame):
                    orders["total"] = orders["price"] * orders["amount"]
                    return orders


                orders = pd.read_csv("orders.csv")
                priced = total(orders)
                print(len(orders.columns), len(priced.columns))
                """,
            good="""
                import pandas as pd


                def total(orders: pd.DataFrame):
                    orders = orders.copy()
                    orders["total"] = orders["price"] * orders["amount"]
                    return orders


                orders = pd.read_csv("orders.csv")
                priced = total(orders)
                print(len(orders.columns), len(priced.columns))
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import pandas as pd


                def clean(orders: pd.DataFrame):
                    orders.dropna(inplace=True)


                orders = pd.read_csv("orders.csv")
                clean(orders)
                print(len(orders))
                """,
            good="""
                import pandas as pd


                def clean(orders: pd.DataFrame):
                    orders = orders.copy()
                    orders.dropna(inplace=True)
                    return orders


                orders = pd.read_csv("orders.csv")
                orders = clean(orders)
                print(len(orders))
                """,
            fixed=True,
        ),
    ),
)
def check(model: SemanticModel, ctx: Context) -> Iterator[Finding]:
    for change in changes(ctx):
        use = _kept_use(ctx, change)
        if use is not None:
            kind = kind_of(ctx, change.type)
            name = change.parameter.arg
            yield Finding(
                change.name,
                f"`{change.function.name}` changes the {kind} `{name}` of its caller, who goes on to use it",
                fix=partial(_fix, ctx, change),
                related=(Place(use, "used after the call here"),),
            )


def _kept_use(ctx: Context, change: Change) -> ast.Name | None:
    """A read of what a caller passed, behind the call; None when nobody is seen to go on with it."""
    for call in ctx.model.index.calls.get(change.function.name, ()):
        if not isinstance(call.func, ast.Name) or not _is_meant(ctx, call.func, change.function):
            continue
        passed = _passed(change, call)
        if not isinstance(passed, ast.Name) or _is_rebound(ctx, call, passed.id):
            continue
        frame = ctx.function_of(call)
        for binding in ctx.definitions(passed):
            for use in ctx.uses(binding):
                if (
                    position(use) > (call.end_lineno or 0, call.end_col_offset or 0)
                    and ctx.function_of(use) is frame
                ):
                    return use
    return None


def _is_rebound(ctx: Context, call: ast.Call, name: str) -> bool:
    """Whether the result takes the place of what was passed: `df = clean(df)`, also on one way only."""
    statement = ctx.statement(call)
    return isinstance(statement, ast.Assign) and any(
        isinstance(node, ast.Name) and node.id == name
        for target in statement.targets
        for node in ast.walk(target)
    )


def _is_meant(ctx: Context, name: ast.Name, function: FunctionNode) -> bool:
    return [binding.node for binding in ctx.definitions(name)] == [function]


def _passed(change: Change, call: ast.Call) -> ast.expr | None:
    name = change.parameter.arg
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    positional = [*change.function.args.posonlyargs, *change.function.args.args]
    place = positional.index(change.parameter) if change.parameter in positional else None
    if place is None or place >= len(call.args) or any(isinstance(each, ast.Starred) for each in call.args):
        return None
    return call.args[place]


# The repair


def _fix(ctx: Context, change: Change) -> FixPlan:
    function, name = plain_function(ctx, change.function), change.parameter.arg
    returns = [node for node in ctx.model.own_nodes(function) if isinstance(node, ast.Return)]
    first = first_statement(function)
    if first is None or isinstance(function, ast.AsyncFunctionDef):
        raise FixUnavailable("the function runs piece by piece")
    if any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in ctx.model.own_nodes(function)):
        raise FixUnavailable("the function runs piece by piece")
    copied = "clone" if kind_of(ctx, change.type) == "tensor" else "copy"
    verbs: list[Verb] = [insert_before(first, f"{name} = {name}.{copied}()")]
    if returns and all(isinstance(node.value, ast.Name) and node.value.id == name for node in returns):
        for site in ctx.call_sites(function):
            verbs += _rebinding(ctx, change, site)
    elif not returns and function.returns is None:
        sites = ctx.call_sites(function)
        if not all(isinstance(ctx.parent(site.call or site.reference), ast.Expr) for site in sites):
            raise FixUnavailable("a call stands inside an expression")
        verbs.append(insert_after(function.body[-1], f"return {name}"))
        for site in sites:
            verbs += _rebinding(ctx, change, site)
    else:
        raise FixUnavailable("the function returns something else")
    return unsafe_fix(f"Work on a copy of `{name}`", *verbs)


def _rebinding(ctx: Context, change: Change, site: CallSite) -> Iterator[Verb]:
    """`clean(orders)` as `orders = clean(orders)`."""
    if site.call is None or not site.is_direct:
        raise FixUnavailable("the function is handed on")
    statement = ctx.parent(site.call)
    if not isinstance(statement, ast.Expr):
        return
    passed = _passed(change, site.call)
    if not isinstance(passed, ast.Name):
        raise FixUnavailable("a call passes more than a variable")
    if site.frame is not None and not any(
        binding.scope is ctx.model.names.scopes.scope_of(site.call) for binding in ctx.definitions(passed)
    ):
        raise FixUnavailable("a function passes what it does not bind itself")
    start = ctx.model.span(statement).start
    yield replace_span(Span(start, start), f"{passed.id} = ")
