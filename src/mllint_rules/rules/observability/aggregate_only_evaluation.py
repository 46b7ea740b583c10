"""One score for everybody hides whom the model fails.

## Why is this bad?

An accuracy of 0.93 may be 0.99 for one class and 0.4 for the other, or for one region and the rest. A single number of
the whole test set shows neither, nor how far it would move with other rows.

## When to ignore it

Numbers by class or group are logged elsewhere in the project, the score has an interval or comes from folds, or it is a
quick check inside of a training loop.

## Fix safety

A report by class is computed and logged in addition.

## References

- `sklearn.metrics.classification_report`; Fairlearn on disaggregated metrics
"""

from __future__ import annotations

import ast
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
    LABEL_SCORES,
    prediction,
    scores_of_program,
    speaks_of,
)
from mllint_rules.rules.observability._logger import logger_for
from mllint_rules.rules.observability._styles import event_call


@rule(
    code="MLO121",
    name="aggregate-only-evaluation",
    category=Category.OBSERVABILITY,
    practice=Practice.OBSERVABILITY_MODEL,
    confidence=Confidence.ADVISORY,
    since="0.1",
    on=module(calling=tuple(api.rpartition(".")[2] for api in LABEL_SCORES)),
    examples=(
        Example(
            bad="""
                import logging

                from sklearn.metrics import accuracy_score

                logger = logging.getLogger(__name__)


                def main(model, held_out, expected):
                    logging.basicConfig()
                    predicted = model.predict(held_out)
                    logger.info("accuracy %s", accuracy_score(expected, predicted))


                if __name__ == "__main__":
                    main()
                """,
            good="""
                import logging

                from sklearn.metrics import accuracy_score
                from sklearn.metrics import classification_report

                logger = logging.getLogger(__name__)


                def main(model, held_out, expected):
                    logging.basicConfig()
                    predicted = model.predict(held_out)
                    logger.info("accuracy %s", accuracy_score(expected, predicted))
                    report = classification_report(expected, predicted, output_dict=True)
                    logger.info("classes evaluated", extra={"report": report})


                if __name__ == "__main__":
                    main()
                """,
            fixed=True,
        ),
    ),
)
def check(model: SemanticModel, ctx: Context) -> Iterator[Finding]:
    facts = table("metrics")["scores"]
    for call in scores_of_program(ctx, LABEL_SCORES):
        average = call.argument("average")
        if prediction(call, ctx) is None or (average is not None and ctx.value_of(average) is None):
            continue
        is_detailed = any(word in ctx.document.code for word in facts["own_details"])
        if not is_detailed and not speaks_of(ctx, facts["details"]):
            yield Finding(
                call.node,
                "the evaluation is one number for all rows, which hides classes and groups that the model fails",
                fix=partial(_repair, call, ctx),
            )
        return  # one for the program


def _repair(call: Call, ctx: Context) -> FixPlan:
    statement = ctx.statement(call.node)
    pair = call.node.args[:2]
    if len(pair) != 2 or not isinstance(statement, (ast.Assign, ast.Expr)):
        raise FixUnavailable("the labels are not passed by position")
    if not all(isinstance(each, (ast.Name, ast.Attribute)) for each in pair):
        raise FixUnavailable("the prediction would be made twice")
    reach = ctx.reach("sklearn.metrics", "classification_report")
    labels = ", ".join(map(ctx.source, pair))
    logger = logger_for(ctx, statement)
    name = ctx.fresh_name("report")
    made = event_call(logger.name, "info", "classes evaluated", [("report", name)], logger.style)
    return unsafe_fix(
        "Report the classes too",
        *reach.verbs,
        *logger.verbs,
        insert_after(statement, f"{name} = {reach.text}({labels}, output_dict=True)\n{made.text(0, None)}"),
    )
