"""Something is fitted on the data that a finished model is asked about.

## Why is this bad?

In production the scaler, the encoder or the vectoriser has to be the one of the training. Fitted on the request it maps
the same value to another one each time, a single row to nothing at all, and the model answers about something else.

## When to ignore it

The step belongs to a model that learns from each request by design.

## Fix safety

The loaded object transforms the data as it was fitted, so that predictions change. It is taken for the right one where
it is the only one that is annotated with the class.

## References

- scikit-learn user guide, Common pitfalls: inconsistent preprocessing
"""

import ast
from collections.abc import Iterator
from functools import partial
from typing import TypeGuard

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    Fit,
    FixPlan,
    FixUnavailable,
    Lesson,
    Place,
    Predict,
    RowSet,
    Trace,
    position,
    replace,
    rule,
    table,
    traces,
    unsafe_fix,
)
from mllint_rules.rules.leakage._serving import answers_requests, last_name

_LEARNED = frozenset({"statistics", "target", "categories"})
_LOADED = frozenset({"joblib.load", "pickle.load", "cloudpickle.load", "dill.load"})


@rule(
    code="MLL108",
    name="fit-in-inference-path",
    category=Category.LEAKAGE,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=traces(),
    see=("scicode-lint:ml-007",),
    examples=(
        Example(
            bad="""
                import joblib
                import pandas as pd
                from sklearn.preprocessing import StandardScaler

                model = joblib.load("model.joblib")

                def predict(rows: pd.DataFrame):
                    return model.predict(StandardScaler().fit_transform(rows))
                """,
            good="""
                import joblib
                import pandas as pd

                model = joblib.load("model.joblib")
                scaler = joblib.load("scaler.joblib")

                def predict(rows: pd.DataFrame):
                    return model.predict(scaler.transform(rows))
                """,
        ),
        Example(
            bad="""
                import joblib
                import pandas as pd
                from sklearn.preprocessing import StandardScaler

                model = joblib.load("model.joblib")
                scaler: StandardScaler = joblib.load("scaler.joblib")

                def predict(rows: pd.DataFrame):
                    return model.predict(scaler.fit_transform(rows))
                """,
            good="""
                import joblib
                import pandas as pd
                from sklearn.preprocessing import StandardScaler

                model = joblib.load("model.joblib")
                scaler: StandardScaler = joblib.load("scaler.joblib")

                def predict(rows: pd.DataFrame):
                    return model.predict(scaler.transform(rows))
                """,
            fixed=True,
        ),
    ),
)
def check(trace: Trace, ctx: Context) -> Iterator[Finding]:
    fits = {fit.site: fit for fit in trace.of(Fit)}
    fitted = {creation for fit in fits.values() for creation in fit.learner.creations}
    told = set()
    for event in trace.of(Predict):
        # A model that is fitted here is no finished one.
        if event.learner.fits or not event.learner.creations.isdisjoint(fitted) or event.method == "__call__":
            continue
        if any(rows.part() is not None for rows in event.data.rows):
            continue  # rows of a split are no request: the model is judged
        above = {rows for held in event.data.rows for rows in held.supersets}
        for lesson in event.data.learned:
            here = lesson.site.here
            fit = fits.get(lesson.site)
            if fit is None or here in told or not _is_from(lesson, above, fit, ctx):
                continue
            told.add(here)
            name = lesson.api.rpartition(".")[2] or fit.method
            yield Finding(
                here,
                f"`{name}` is fitted on the data to be predicted instead of being loaded with the model, so the model "
                "gets values of another scale than it was trained on",
                related=(Place(event.site.here, "a finished model is given the data here"),),
                fix=partial(_with_loaded, fits[lesson.site], lesson, ctx),
            )

    for fit in fits.values():
        here = fit.site.here
        if here not in told and fit.method == "fit_transform" and _is_answer(here, ctx):
            yield Finding(
                here,
                f"`{ctx.source(here.func)}` is fitted on the data of the request instead of being loaded, so every "
                "answer has a scale of its own",
            )


def _is_from(lesson: Lesson, above: set[RowSet], fit: Fit, ctx: Context) -> bool:
    """Whether the lesson was learned from the data itself; of an unknown object only where requests are answered."""
    is_known = lesson.kind in _LEARNED or (
        not fit.learner.classes and fit.method == "fit_transform" and answers_requests(fit.site.here, ctx)
    )
    return is_known and bool(lesson.rows) and lesson.rows <= above


def _is_answer(node: ast.AST, ctx: Context) -> TypeGuard[ast.Call]:
    """Whether the values that a fit gives are what a request is answered with, in another container at most."""
    if not isinstance(node, ast.Call) or not answers_requests(node, ctx):
        return False
    for parent in ctx.ancestors(node):
        if isinstance(parent, ast.Return):
            return True
        is_container = isinstance(parent, (ast.Dict, ast.keyword, ast.Attribute))
        is_made = isinstance(parent, ast.Call) and last_name(parent.func) in table("serving")["answers"]
        if not is_container and not is_made:
            return False
    return False


def _with_loaded(fit: Fit, lesson: Lesson, ctx: Context) -> FixPlan:
    """`transform` of the one loaded object that is annotated with the same class."""
    call = fit.site.node
    if (
        not isinstance(call, ast.Call)
        or call is not fit.site.here
        or fit.method != "fit_transform"
        or not isinstance(call.func, ast.Attribute)
        or len(call.args) != 1
        or call.keywords
    ):
        raise FixUnavailable("the fit is not one call of `fit_transform`")
    known = [name for name in _loaded(lesson.api, ctx) if _is_in_reach(name, call, ctx)]
    if len(known) != 1:
        raise FixUnavailable("no loaded object of the same class is in reach")
    return unsafe_fix("Only apply what was loaded", replace(call.func, f"{known[0].id}.transform"))


def _loaded(class_name: str, ctx: Context) -> Iterator[ast.Name]:
    """The names that are annotated with a class and bound to a loaded object, once."""
    bound = [binding.name for binding in ctx.model.names.scopes.every_binding]
    for node in ctx.model.index.nodes(ast.AnnAssign):
        target = node.target
        if not isinstance(target, ast.Name) or bound.count(target.id) != 1 or node.value is None:
            continue
        if ctx.called(node.value) in _LOADED and ctx.qualified_name(node.annotation) == class_name:
            yield target


def _is_in_reach(name: ast.Name, call: ast.Call, ctx: Context) -> bool:
    """Whether a name is bound when a call is made: before it in the same function, or a global that this reads."""
    function = ctx.function_of(call)
    block = ctx.parent(ctx.statement(name))
    while isinstance(block, ast.With):
        block = ctx.parent(block)
    if isinstance(block, ast.Module) and function is not None:
        # A function that reads no global so far would depend on one.
        return any(ctx.function_of(use) is function for use in ctx.model.index.names.get(name.id, ()))
    is_one_block = block is function or isinstance(block, ast.Module)
    return is_one_block and position(name) < position(call)
