"""A `tf.data` pipeline shuffles anew for every pass, and is then cut into training and validation parts.

## Why is this bad?

`Dataset.shuffle` draws another order each time the data set is gone through, and `take` and `skip` count in that order.
So the parts change members with every epoch: what validated the model in the first epoch trains it in the second, and
after a few epochs it has seen everything. The validation score is a training score. Two `*_dataset_from_directory`
subsets overlap in the same way when their `seed` or `validation_split` differ.

## When to ignore it

The parts are written to disk in one pass, or the cut is only there to look at some rows.

## Fix safety

With `reshuffle_each_iteration=False` the order is drawn once; shuffle the training part again if its order is to change
between epochs. For the subsets of a directory the validation part takes over the number of the training part.

## References

- TensorFlow API reference, `tf.data.Dataset.shuffle`
- Keras API reference, `image_dataset_from_directory`
"""

import ast
from collections.abc import Iterator

from mllint_rules.kit import (
    NOT_LITERAL,
    Call,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    Place,
    Practice,
    SemanticModel,
    module,
    position,
    replace,
    rule,
    set_keyword,
    table,
    unsafe_fix,
)
from mllint_rules.rules.leakage._passed import is_passed_a

_METHODS = table("tf_data")["methods"]
_DIRECTORIES: list[str] = table("tf_data")["directories"]
_DATASET = "tensorflow.data.Dataset"


@rule(
    code="MLL127",
    name="split-of-reshuffled-dataset",
    category=Category.LEAKAGE,
    practice=Practice.OBSERVABILITY_MODEL,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=module(calling=("shuffle", *(name.rpartition(".")[2] for name in _DIRECTORIES))),
    in_tests=False,
    examples=(
        Example(
            bad="""
                import tensorflow as tf

                def split(images, count):
                    dataset = tf.data.Dataset.from_tensor_slices(images).shuffle(1000)
                    return dataset.skip(count), dataset.take(count)
                """,
            good="""
                import tensorflow as tf

                def split(images, count):
                    dataset = tf.data.Dataset.from_tensor_slices(images).shuffle(1000, reshuffle_each_iteration=False)
                    return dataset.skip(count), dataset.take(count)
                """,
            fixed=True,
        ),
        Example(
            bad="""
                from tensorflow.keras.utils import image_dataset_from_directory

                train = image_dataset_from_directory("cats", validation_split=0.2, subset="training", seed=1)
                valid = image_dataset_from_directory("cats", validation_split=0.2, subset="validation", seed=2)
                """,
            good="""
                from tensorflow.keras.utils import image_dataset_from_directory

                train = image_dataset_from_directory("cats", validation_split=0.2, subset="training", seed=1)
                valid = image_dataset_from_directory("cats", validation_split=0.2, subset="validation", seed=1)
                """,
            fixed=True,
        ),
    ),
)
def check(_: SemanticModel, ctx: Context) -> Iterator[Finding]:
    for node in ctx.model.calls_named("shuffle"):
        call = ctx.call(node)
        is_dataset = call.receiver is not None and is_passed_a(call.receiver, ctx, _DATASET)
        if is_dataset and not call.unpacks:
            yield from _reshuffled(call, ctx)
    for call in ctx.calls_of(*_DIRECTORIES):
        if not call.unpacks:
            yield from _unequal_subsets(call, ctx)


def _reshuffled(call: Call, ctx: Context) -> Iterator[Finding]:
    """For a `shuffle` behind which parts are cut."""
    again = call.argument("reshuffle_each_iteration")
    if again is not None and ctx.value_of(again) is not True:
        return
    pair = _complement(sorted(_cuts(call.node, ctx), key=position), ctx)
    if pair:
        yield Finding(
            call.node.func,
            "`shuffle` draws a new order for every pass, so rows wander between the parts that are cut from it",
            fix=unsafe_fix(
                "Shuffle once before the cut", set_keyword(call, "reshuffle_each_iteration", "False")
            ),
            related=tuple(Place(cut, "cut here") for cut in pair),
        )


def _cuts(dataset: ast.expr, ctx: Context) -> Iterator[ast.Call]:
    """The calls that cut a part out of a data set, through names and steps that keep its order."""
    parent = ctx.parent(dataset)
    if isinstance(parent, ast.Attribute):
        around = ctx.parent(parent)
        if not isinstance(around, ast.Call) or around.func is not parent:
            return
        if parent.attr in _METHODS["cutting"]:
            yield around
        elif parent.attr in _METHODS["keeping_order"]:
            yield from _cuts(around, ctx)
    elif isinstance(parent, ast.Assign) and len(parent.targets) == 1:
        target = parent.targets[0]
        binding = ctx.model.binding_at(target) if isinstance(target, ast.Name) else None
        for use in ctx.uses(binding) if binding is not None else ():
            yield from _cuts(use, ctx)


def _complement(cuts: list[ast.Call], ctx: Context) -> tuple[ast.Call, ...]:
    """Two of the cuts that are meant to be parts of one whole: the first n and the rest, two shards."""
    for index, first in enumerate(cuts):
        for second in cuts[index + 1 :]:
            if _are_parts(first, second, ctx):
                return (first, second)
    return ()


def _are_parts(first: ast.Call, second: ast.Call, ctx: Context) -> bool:
    one, other = ctx.call(first), ctx.call(second)
    methods = {call.node.func.attr for call in (one, other) if isinstance(call.node.func, ast.Attribute)}
    if methods == {"take", "skip"}:
        return _text(_count(one), ctx) == _text(_count(other), ctx) != ""
    if methods == {"shard"}:
        numbers = [_text(call.argument("num_shards"), ctx) for call in (one, other)]
        places = [_text(call.argument("index"), ctx) for call in (one, other)]
        return numbers[0] == numbers[1] and places[0] != places[1]
    return False


def _count(call: Call) -> ast.expr | None:
    return call.argument("count") or call.positional(0)


def _unequal_subsets(call: Call, ctx: Context) -> Iterator[Finding]:
    """For the validation part of a directory: what differs from the training part."""
    if ctx.value_of(call.argument("subset")) != "validation":
        return
    training = _training_part(call, ctx)
    if training is None:
        return
    is_shuffled = all(ctx.value_of(each.argument("shuffle")) in (None, True) for each in (call, training))
    for name in ("validation_split", "seed") if is_shuffled else ("validation_split",):
        own, other = call.argument(name), training.argument(name)
        values = ctx.value_of(own), ctx.value_of(other)
        if own is None or other is None or NOT_LITERAL in values or values[0] == values[1]:
            continue
        yield Finding(
            call.node.func,
            f"The training part was cut with another `{name}`, so the two parts overlap",
            fix=unsafe_fix(f"Take over the `{name}` of the training part", replace(own, ctx.source(other))),
            related=(Place(other, "the training part is cut here"),),
        )
        return


def _training_part(call: Call, ctx: Context) -> Call | None:
    """The last call before that takes the training part of the same directory, in the same function."""
    directory = _text(call.argument("directory"), ctx)
    function = ctx.function_of(call.node)
    found = None
    for node in ctx.model.calls_named((call.name or "").rpartition(".")[2]):
        other = ctx.call(node)
        if (
            other.name == call.name
            and not other.unpacks
            and ctx.function_of(node) is function
            and ctx.value_of(other.argument("subset")) == "training"
            and directory
            and _text(other.argument("directory"), ctx) == directory
        ):
            found = other
    return found


def _text(node: ast.expr | None, ctx: Context) -> str:
    return "" if node is None else ctx.source(node)
