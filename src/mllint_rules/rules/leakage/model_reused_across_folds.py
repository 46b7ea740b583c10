"""One model object is fitted in every round of a loop, and the rounds keep it as if it were theirs.

## Why is this bad?

`models.append(model)` does not copy: after five folds the list holds one estimator five times, fitted on the last
fold. The ensemble is a single model, the "best" one is whichever came last. A network is worse off: `fit` goes on from
the weights it has, so in the second fold it has already seen the rows it is evaluated on, and the score is leaked.

## When to ignore it

The loop is meant to train one model further (`warm_start`, curriculum), or the entries are only compared by identity.

## Fix safety

Each round gets a model of its own: `clone` makes an unfitted estimator with the same parameters; the lines that make a
network and its optimizer move into the loop. The kept models and their scores differ from those before.

## References

- scikit-learn API reference, `sklearn.base.clone`
- scikit-learn glossary, "refit"
"""

import ast
from collections.abc import Iterator

from mllint_rules.kit import (
    BindingKind,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    Place,
    Practice,
    SemanticModel,
    delete,
    insert_before,
    module,
    position,
    rule,
    table,
    unsafe_fix,
)
from mllint_rules.rules.leakage._refits import (
    Refit,
    is_certain,
    kept,
    refits,
    runs_over_folds,
    stepped_networks,
    trains_on,
)


@rule(
    code="MLL124",
    name="model-reused-across-folds",
    category=Category.CORRECTNESS,
    practice=Practice.OBSERVABILITY_MODEL,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=module(calling=("fit", "step")),
    in_tests=False,
    imports=("sklearn", "xgboost", "lightgbm", "catboost", "tensorflow", "keras", "torch", "imblearn"),
    examples=(
        Example(
            bad="""
                from sklearn.linear_model import LogisticRegression
                from sklearn.model_selection import KFold

                def fit_folds(X, y):
                    model = LogisticRegression()
                    models = []
                    for train, test in KFold(5).split(X):
                        model.fit(X[train], y[train])
                        models.append(model)
                    return models
                """,
            good="""
                from sklearn.linear_model import LogisticRegression
                from sklearn.model_selection import KFold
                from sklearn.base import clone

                def fit_folds(X, y):
                    model = LogisticRegression()
                    models = []
                    for train, test in KFold(5).split(X):
                        model = clone(model)
                        model.fit(X[train], y[train])
                        models.append(model)
                    return models
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import keras
                from sklearn.model_selection import KFold

                def evaluate(X, y):
                    model = keras.Sequential([keras.layers.Dense(1)])
                    model.compile(loss="mse")
                    scores = []
                    for train, test in KFold(5).split(X):
                        model.fit(X[train], y[train], epochs=9)
                        scores.append(model.evaluate(X[test], y[test]))
                    return scores
                """,
            good="""
                import keras
                from sklearn.model_selection import KFold

                def evaluate(X, y):
                    scores = []
                    for train, test in KFold(5).split(X):
                        model = keras.Sequential([keras.layers.Dense(1)])
                        model.compile(loss="mse")
                        model.fit(X[train], y[train], epochs=9)
                        scores.append(model.evaluate(X[test], y[test]))
                    return scores
                """,
            fixed=True,
        ),
    ),
)
def check(_: SemanticModel, ctx: Context) -> Iterator[Finding]:
    reported: set[ast.AST] = set()
    stepped = tuple(stepped_networks(ctx))
    for refit in (*refits(ctx), *(each for each in stepped if runs_over_folds(each.loop, ctx))):
        if not is_certain(refit, ctx) or _continues_on_purpose(refit, ctx):
            continue
        for statement, is_best in kept(refit, ctx):
            if statement not in reported:
                reported |= {statement, refit.trained}
                yield _finding(statement, refit, _told(refit, is_best=is_best), ctx)
    for refit in (*refits(ctx), *stepped):
        if refit.trained not in reported and _continues_across_folds(refit, ctx):
            reported.add(refit.trained)
            yield _finding(
                refit.trained,
                refit,
                f"`{refit.model.id}` is made before the loop, so every fold goes on from the weights of the one "
                "before, which has seen its test rows",
                ctx,
            )


def _continues_across_folds(refit: Refit, ctx: Context) -> bool:
    """Whether a network keeps its weights from fold to fold."""
    is_network = ctx.is_a(refit.model, *table("folds")["networks"])
    return is_network and runs_over_folds(refit.loop, ctx) and trains_on(refit, ctx)


def _told(refit: Refit, *, is_best: bool) -> str:
    name = refit.model.id
    if is_best:
        return f"`{name}` is one object for all rounds, so the model kept as best is the one fitted last"
    return f"`{name}` is one object for all rounds, so every entry is the one fitted last"


def _finding(where: ast.AST, refit: Refit, message: str, ctx: Context) -> Finding:
    made = [Place(binding.node, "made here, before the loop") for binding in refit.made]
    fitted = [Place(refit.trained, "fitted here in every round")] if where is not refit.trained else []
    return Finding(where, message, fix=lambda: _repair(refit, ctx), related=(*made, *fitted))


def _continues_on_purpose(refit: Refit, ctx: Context) -> bool:
    """Whether the estimator was made to go on from its last fit."""
    return any(
        isinstance(binding.value, ast.Call)
        and any(keyword.arg in ("warm_start", None) for keyword in binding.value.keywords)
        for binding in refit.made
    )


def _repair(refit: Refit, ctx: Context) -> FixPlan | None:
    scopes = ctx.model.names.scopes
    if scopes.scope_of(refit.model) is not refit.made[0].scope:
        return None  # in a function, assigning to a name of the module would hide it
    if ctx.is_a(refit.model, "sklearn.base.BaseEstimator"):
        reach = ctx.reach("sklearn.base", "clone")
        name = refit.model.id
        copy = insert_before(refit.loop.body[0], f"{name} = {reach.text}({name})")
        return unsafe_fix("Fit a clone in every round", copy, *reach.verbs)
    return _moved(refit, ctx)


def _moved(refit: Refit, ctx: Context) -> FixPlan | None:
    """The statements that make a network, and those that depend on it, moved to the top of the loop."""
    if len(refit.made) != 1 or refit.made[0].kind is not BindingKind.ASSIGNMENT:
        return None
    first = ctx.statement(refit.made[0].node)
    around = ctx.parent(refit.loop)
    block: list[ast.stmt] = getattr(around, "body", [])
    if first not in block or refit.loop not in block:
        return None
    moved, names = [], set[str]()
    for statement in block[block.index(first) : block.index(refit.loop)]:
        mentioned = {node.id for node in ctx.walk(statement) if isinstance(node, ast.Name)}
        if statement is not first and names.isdisjoint(mentioned):
            continue
        is_simple = isinstance(statement, (ast.Assign, ast.Expr)) and "\n" not in ctx.source(statement)
        if not is_simple:
            return None
        moved.append(statement)
        names |= {
            node.id
            for node in ctx.walk(statement)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
    if _loop_binds(refit, moved, ctx):
        return None
    lines = "\n".join(ctx.source(statement) for statement in sorted(moved, key=position))
    return unsafe_fix(
        "Make the model anew in every fold", insert_before(refit.loop.body[0], lines), *map(delete, moved)
    )


def _loop_binds(refit: Refit, moved: list[ast.stmt], ctx: Context) -> bool:
    """Whether the loop gives a name that the moved statements read another value."""
    read = {node.id for statement in moved for node in ctx.walk(statement) if isinstance(node, ast.Name)}
    return any(
        isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in read
        for node in ctx.walk(refit.loop)
    )
