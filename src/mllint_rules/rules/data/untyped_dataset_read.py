"""A data set is made from text files without saying what its columns are.

## Why is this bad?

`load_dataset("csv", …)` and its relatives work the features out from the file: labels become integers or text depending
on how they are written, a column that is empty in the first part is null, and two files of one data set that are taken
for different types stop the run, sometimes after most of it was read. `make_csv_dataset` looks at a hundred rows and
takes every column for what these suggest. With `features` (or `column_defaults`) the columns are the same for every
file, and class labels keep their order.

## When to ignore it

The data set is looked at once. Data sets of a hub that publish their features are not reported.

## References

- Datasets documentation, "Features"
- TensorFlow documentation of `tf.data.experimental.make_csv_dataset`
"""

import ast
from collections.abc import Iterator

from mllint_rules.kit import Call, Category, Confidence, Context, Example, Finding, calls, rule

_FILES = ("csv", "json")
_RECORDS = ("json.load", "json.loads", "yaml.safe_load")
_CASTS = ("cast", "cast_column", "class_encode_column")
_MAKERS = {
    "datasets.load_dataset": "features",
    "datasets.Dataset.from_csv": "features",
    "datasets.Dataset.from_json": "features",
    "datasets.Dataset.from_list": "features",
    "tensorflow.data.experimental.make_csv_dataset": "column_defaults",
}


@rule(
    code="MLD106",
    name="untyped-dataset-read",
    category=Category.DATA_CONTRACT,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=calls(*_MAKERS),
    in_tests=False,
    examples=(
        Example(
            bad="""
                from datasets import load_dataset

                reviews = load_dataset("csv", data_files="reviews.csv", split="train")
                """,
            good="""
                from datasets import ClassLabel, Features, Value, load_dataset

                FEATURES = Features({"text": Value("string"), "label": ClassLabel(names=["bad", "good"])})

                reviews = load_dataset("csv", data_files="reviews.csv", split="train", features=FEATURES)
                """,
        ),
        Example(
            bad="""
                import tensorflow as tf

                orders = tf.data.experimental.make_csv_dataset("orders.csv", batch_size=32, label_name="late")
                """,
            good="""
                import tensorflow as tf

                TYPES = [tf.string, tf.float32, tf.int32]

                orders = tf.data.experimental.make_csv_dataset(
                    "orders.csv", batch_size=32, label_name="late", column_defaults=TYPES
                )
                """,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    parameter = _MAKERS.get(call.name or "", "")
    if call.unpacks or not parameter or call.keyword(parameter) is not None:
        return
    if call.argument(parameter) is not None or not _reads_files(call, ctx) or _is_cast(call, ctx):
        return
    last = (call.name or "").rpartition(".")[2]
    yield Finding(
        call.node.func,
        f"`{last}` without `{parameter}` takes the columns and their types from the files of the day",
    )


def _reads_files(call: Call, ctx: Context) -> bool:
    """Whether the data set is made of files, or of records that come from one."""
    first = call.positional(0)
    if call.name == "datasets.load_dataset":
        path = first or call.argument("path")
        return path is not None and ctx.value_of(path) in _FILES
    if call.name != "datasets.Dataset.from_list":
        return True
    if isinstance(first, ast.Name):
        definitions = ctx.definitions(first)
        first = definitions[0].statement_value if len(definitions) == 1 else None
    if isinstance(first, ast.ListComp):
        first = first.elt
    return first is not None and ctx.called(first) in _RECORDS


def _is_cast(call: Call, ctx: Context) -> bool:
    """Whether the data set is given its features afterwards, right away or by its name."""
    nodes: list[ast.AST] = [call.node]
    while (further := _member(ctx, nodes[-1])) is not None:
        if further.func.attr in _CASTS:  # type: ignore[attr-defined]
            return True
        nodes.append(further)
    statement = ctx.parent(nodes[-1])
    for target in statement.targets if isinstance(statement, ast.Assign) else ():
        binding = ctx.model.binding_at(target)
        for use in ctx.uses(binding) if binding is not None else ():
            inner = ctx.parent(use)
            each = use if not isinstance(inner, ast.Subscript) else inner
            member = _member(ctx, each)
            if member is not None and member.func.attr in _CASTS:  # type: ignore[attr-defined]
                return True
    return False


def _member(ctx: Context, node: ast.AST) -> ast.Call | None:
    """The method called on an expression."""
    attribute = ctx.parent(node)
    call = ctx.parent(attribute) if isinstance(attribute, ast.Attribute) else None
    return call if isinstance(call, ast.Call) and call.func is attribute else None
