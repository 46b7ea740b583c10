"""The new head of a pretrained model gets its weights before any seed is set.

## Why is this bad?

`AutoModelForSequenceClassification.from_pretrained("bert-base-uncased")` reads an encoder and draws a new head. The
`Trainer` sets a seed as well, from `TrainingArguments.seed`, but only when it is made, which is after the draw. Runs
then start from other heads although the seed is the same, and fine-tuning on little data differs by points.

## When to ignore it

The checkpoint holds the head already.

## Fix safety

From then on every run starts from the same head.

## References

- Transformers: `Trainer`, parameter `model_init`; `set_seed`
"""

import ast
from collections.abc import Callable, Iterator

from mllint_rules.kit import (
    Call,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    Place,
    calls,
    insert_before,
    position,
    rule,
    table,
    unsafe_fix,
)
from mllint_rules.rules.reproducibility._seeds import find_seed
from mllint_rules.rules.reproducibility._shared import is_test_code, name_words

_FACTS = table("pretrained_heads")
LOADERS = frozenset(f"{name}.from_pretrained" for name in _FACTS["classes"]["names"])
TRAINERS = frozenset(_FACTS["trainers"]["names"])
BASES: list[str] = _FACTS["checkpoints"]["bases"]
TUNED = frozenset(_FACTS["checkpoints"]["tuned_words"])
_ARGUMENTS = "transformers.TrainingArguments"
_SEEDING = frozenset({"seed", "seeds", "determinism", "deterministic"})


@rule(
    code="MLR117",
    name="model-head-initialised-before-seed",
    category=Category.REPRODUCIBILITY,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls(*LOADERS),
    in_tests=False,
    examples=(
        Example(
            bad="""
                from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments


                def finetune(rows):
                    args = TrainingArguments("out", seed=3)
                    model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased", num_labels=4)
                    trainer = Trainer(model=model, args=args, train_dataset=rows)
                    trainer.train()
                """,
            good="""
                from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments
                from transformers import set_seed


                def finetune(rows):
                    args = TrainingArguments("out", seed=3)
                    set_seed(args.seed)
                    model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased", num_labels=4)
                    trainer = Trainer(model=model, args=args, train_dataset=rows)
                    trainer.train()
                """,
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    if not _has_new_head(ctx, call) or is_test_code(ctx, call.node):
        return
    trainer = _trainer_of(ctx, call)
    if trainer is None or "train" not in ctx.model.call_names or _may_be_seeded(ctx, call):
        return
    yield Finding(
        call.node.func,
        "The new head of this model is drawn before any seed is set: `Trainer` seeds too late",
        fix=_fix(ctx, call),
        related=(Place(trainer.node.func, "the seed of the run is set here"),),
    )


def _has_new_head(ctx: Context, call: Call) -> bool:
    """Whether the checkpoint certainly has no head: a base model by name."""
    checkpoint = ctx.value_of(call.argument("pretrained_model_name_or_path"))
    if not isinstance(checkpoint, str):
        return False
    name = checkpoint.rpartition("/")[2].lower()
    return any(name.startswith(base) for base in BASES) and TUNED.isdisjoint(
        name.replace("_", "-").split("-")
    )


def _trainer_of(ctx: Context, call: Call) -> Call | None:
    """The trainer that gets the model, by the name it is bound to."""
    parent = ctx.parent(call.node)
    if not isinstance(parent, ast.Assign) or not isinstance(parent.targets[0], ast.Name):
        return None
    name = parent.targets[0].id
    for trainer in ctx.calls_of(*TRAINERS):
        given = trainer.argument("model")
        if isinstance(given, ast.Name) and given.id == name and not trainer.unpacks:
            is_same = ctx.function_of(trainer.node) is ctx.function_of(call.node)
            if is_same and trainer.argument("model_init") is None:
                return trainer
    return None


def _may_be_seeded(ctx: Context, call: Call) -> bool:
    """Whether a seed may be set before the load: by a program around, or here before it or in another function."""
    named = [name for name in ctx.model.call_names if not name_words(name).isdisjoint(_SEEDING)]
    if not named:
        return ctx.is_seeded("torch")
    return any(
        ctx.function_of(other) is not ctx.function_of(call.node) or position(other) < position(call.node)
        for name in named
        for other in ctx.model.calls_named(name)
    )


def _fix(ctx: Context, call: Call) -> Callable[[], FixPlan | None]:
    def plan() -> FixPlan | None:
        statement = ctx.statement(call.node)
        reach = ctx.reach("transformers", "set_seed")
        arguments = _arguments_before(ctx, statement)
        if arguments is not None:
            line = f"{reach.text}({arguments}.seed)"
            return unsafe_fix(f"Set `{arguments}.seed` first", *reach.verbs, insert_before(statement, line))
        seed = find_seed(ctx, statement)
        line = f"{reach.text}({seed.text})"
        return unsafe_fix(
            f"Set `{seed.text}` first", *reach.verbs, *seed.verbs, insert_before(statement, line)
        )

    return plan


def _arguments_before(ctx: Context, statement: ast.stmt) -> str | None:
    """The name of training arguments that are made before, in the same block."""
    for made in ctx.calls_of(_ARGUMENTS):
        parent = ctx.parent(made.node)
        if isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Name):
            is_before = position(parent) < position(statement)
            if is_before and ctx.parent(parent) is ctx.parent(statement):
                return parent.targets[0].id
    return None
