"""A score says nothing until it is compared with that of doing next to nothing.

## Why is this bad?

94 % accuracy is poor where 95 % of the customers stay. A model is worth its upkeep only as far as it beats the majority
class, the mean, yesterday's value or the model in production, and a project that never computes that number finds out
when somebody else does.

## When to ignore it

Libraries, tutorials, unsupervised and generative work, and projects that keep their baseline in another place.

## Fix safety

A `DummyClassifier` or `DummyRegressor` is fitted on the same rows, and its score is logged beside the model's.

## References

- scikit-learn on dummy estimators
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from functools import partial

from mllint_rules.kit import (
    Call,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    FixUnavailable,
    Practice,
    SemanticModel,
    insert_after,
    module,
    rule,
    table,
    unsafe_fix,
)
from mllint_rules.rules.observability._evaluations import (
    ALL_SCORES,
    SCORE_NAMES,
    fit_of,
    prediction,
    scores_of_program,
    speaks_of,
)
from mllint_rules.rules.observability._logger import logger_for
from mllint_rules.rules.observability._styles import event_call

_CLASSIFIERS = ("sklearn.base.ClassifierMixin", "xgboost.XGBClassifier", "lightgbm.LGBMClassifier")
_PAIR = 2
_REGRESSORS = ("sklearn.base.RegressorMixin", "xgboost.XGBRegressor", "lightgbm.LGBMRegressor")


@rule(
    code="MLO120",
    name="missing-baseline",
    category=Category.OBSERVABILITY,
    practice=Practice.OBSERVABILITY_MODEL,
    confidence=Confidence.ADVISORY,
    since="0.1",
    on=module(calling=SCORE_NAMES),
    examples=(
        Example(
            bad="""
                import logging

                from sklearn.linear_model import LogisticRegression
                from sklearn.metrics import accuracy_score

                logger = logging.getLogger(__name__)


                def main(features, target, held_out, expected):
                    logging.basicConfig()
                    model = LogisticRegression()
                    model.fit(features, target)
                    score = accuracy_score(expected, model.predict(held_out))
                    logger.info("accuracy %s", score)


                if __name__ == "__main__":
                    main()
                """,
            good="""
                import logging

                from sklearn.linear_model import LogisticRegression
                from sklearn.metrics import accuracy_score
                from sklearn.dummy import DummyClassifier

                logger = logging.getLogger(__name__)


                def main(features, target, held_out, expected):
                    logging.basicConfig()
                    model = LogisticRegression()
                    model.fit(features, target)
                    score = accuracy_score(expected, model.predict(held_out))
                    baseline = DummyClassifier(strategy="prior").fit(features, target)
                    baseline_score = accuracy_score(expected, baseline.predict(held_out))
                    logger.info("baseline evaluated", extra={"baseline_score": baseline_score})
                    logger.info("accuracy %s", score)


                if __name__ == "__main__":
                    main()
                """,
            fixed=True,
        ),
    ),
)
def check(model: SemanticModel, ctx: Context) -> Iterator[Finding]:
    words: list[str] = table("metrics")["scores"]["baselines"]
    for call in scores_of_program(ctx, ALL_SCORES):
        predicted = prediction(call, ctx)
        if predicted is None or not ctx.is_a(predicted.func.value, *_CLASSIFIERS, *_REGRESSORS):  # type: ignore[attr-defined]
            continue
        if not speaks_of(ctx, words):
            yield Finding(
                call.node,
                "this score is compared with nothing: the project fits no baseline",
                fix=partial(_repair, call, predicted, ctx),
            )
        return  # one for the program


def _repair(call: Call, predicted: ast.Call, ctx: Context) -> FixPlan:
    owner = predicted.func.value  # type: ignore[attr-defined]
    fit = fit_of(predicted, ctx)
    statement = ctx.statement(call.node)
    function: str = predicted.func.attr  # type: ignore[attr-defined]
    if fit is None or function == "decision_function" or not isinstance(statement, (ast.Assign, ast.Expr)):
        raise FixUnavailable("the rows of the fit are not known")
    learned = {ast.dump(argument) for argument in fit.args[:1]}
    if any(ast.dump(argument) in learned for argument in predicted.args[:1]):
        raise FixUnavailable("the score is of the rows of the fit, which says nothing of either model")
    is_classifier = ctx.is_a(owner, *_CLASSIFIERS)
    dummy = "DummyClassifier" if is_classifier else "DummyRegressor"
    strategy = 'strategy="prior"' if is_classifier else ""
    reach = ctx.reach("sklearn.dummy", dummy)
    rows = ", ".join(ast.unparse(argument) for argument in fit.args)
    logger = logger_for(ctx, statement)
    name, score = ctx.fresh_name("baseline"), ctx.fresh_name("baseline_score")
    made = event_call(logger.name, "info", "baseline evaluated", [("baseline_score", score)], logger.style)
    return unsafe_fix(
        "Score a baseline on the same rows",
        *reach.verbs,
        *logger.verbs,
        insert_after(
            statement,
            f"{name} = {reach.text}({strategy}).fit({rows})\n"
            f"{score} = {_of_baseline(call, owner.id, name, ctx)}\n{made.text(0, None)}",
        ),
    )


def _of_baseline(call: Call, model: str, baseline: str, ctx: Context) -> str:
    """The score of the call, of the same prediction by the baseline."""
    if len(call.node.args) < _PAIR:
        raise FixUnavailable("the prediction is passed by keyword")
    given = call.node.args[1]
    if isinstance(given, ast.Name):
        given = next(iter(ctx.definitions(given))).statement_value or given
    arguments = [ast.unparse(argument) for argument in call.node.args]
    # The same expression, of the other model: `model.predict_proba(rows)[:, 1]`.
    arguments[1] = ast.unparse(_Renamed(model, baseline).visit(copy.deepcopy(given)))
    keywords = [f"{keyword.arg}={ast.unparse(keyword.value)}" for keyword in call.node.keywords]
    return f"{ast.unparse(call.node.func)}({', '.join((*arguments, *keywords))})"


class _Renamed(ast.NodeTransformer):
    """Puts one name in the place of another."""

    def __init__(self, name: str, other: str) -> None:
        self._name, self._other = name, other

    def visit_Name(self, node: ast.Name) -> ast.Name:
        """The name, or the other one in its place."""
        return ast.Name(self._other, node.ctx) if node.id == self._name else node
