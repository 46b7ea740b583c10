"""The row numbers of a frame come back as a column.

## Why is this bad?

`to_csv` writes the index as a first column without a name. An index that only numbers the rows says nothing, but
`read_csv` of the same file makes a column `Unnamed: 0` of it. The column has a different number in every row, so
duplicates are no duplicates any more, and a model that is fitted on all columns learns from the order of the file.
Every further round adds `Unnamed: 0.1` and so on.

## When to ignore it

The file is only looked at, and what reads it selects its columns.

## Fix safety

The file has one column less. Files that were written before still hold it, and other programs that read the file by
the position of its columns have to follow.

## References

- pandas documentation of `DataFrame.to_csv`, parameter `index`
"""

from collections.abc import Iterator

from mllint_rules.kit import (
    Call,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    Place,
    SemanticModel,
    add_keyword,
    calls,
    position,
    rule,
    set_keyword,
    table,
    unsafe_fix,
)
from mllint_rules.rules.data._roundtrips import has_default_index, is_no_index, readers_of, text_around


@rule(
    code="MLD122",
    name="index-column-roundtrip",
    category=Category.DATA_CONTRACT,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=calls("pandas.DataFrame.to_csv"),
    in_tests=False,
    examples=(
        Example(
            bad="""
                import pandas as pd


                def clean(path: str) -> None:
                    orders = pd.read_csv(path).dropna()
                    orders.to_csv("clean.csv")


                def load() -> pd.DataFrame:
                    return pd.read_csv("clean.csv")
                """,
            good="""
                import pandas as pd


                def clean(path: str) -> None:
                    orders = pd.read_csv(path).dropna()
                    orders.to_csv("clean.csv", index=False)


                def load() -> pd.DataFrame:
                    return pd.read_csv("clean.csv")
                """,
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    if call.unpacks or not _writes_numbers(call, ctx):
        return
    reader = next(_unaware_readers(call, ctx), None)
    if reader is None or not has_default_index(ctx, call.receiver):
        return
    model, read = reader
    fix = (
        add_keyword(call, "index", "False")
        if call.argument("index") is None
        else set_keyword(call, "index", "False")
    )
    yield Finding(
        call.node.func,
        "`to_csv` writes the row numbers, and `read_csv` of the same file makes a column `Unnamed: 0` of them",
        fix=unsafe_fix("Write the file without row numbers", fix),
        related=(Place(read.node, "the file is read here"),) if model is ctx.model else (),
    )


def _writes_numbers(call: Call, ctx: Context) -> bool:
    """Whether the index is written as a column without a name, below a header."""
    for name, wanted in (("index", True), ("header", True), ("index_label", None)):
        given = call.argument(name)
        if given is not None and ctx.value_of(given) is not wanted:
            return False
    return True


def _unaware_readers(call: Call, ctx: Context) -> Iterator[tuple[SemanticModel, Call]]:
    """The reads of the file that take the first column for data."""
    for model, read in readers_of(ctx, call.argument("path_or_buf")):
        if read.unpacks or _knows_of_numbers(model, read):
            continue
        if model is ctx.model and _is_before(ctx, read, call):
            continue
        index = read.argument("index_col")
        is_aware = index is not None and not is_no_index(model.value_of(index))
        if not is_aware and all(read.argument(name) is None for name in ("usecols", "names", "header")):
            yield model, read


def _knows_of_numbers(model: SemanticModel, read: Call) -> bool:
    """Whether the code around a read deals with a first column that numbers the rows."""
    facts = table("roundtrips")["index"]
    text = model.document.text
    if any(word in text for word in facts["module_traces"]):
        return True
    around = text_around(model, read)
    return any(word in around for word in facts["function_traces"])


def _is_before(ctx: Context, read: Call, write: Call) -> bool:
    """Whether a read is done before the file is written, in straight code."""
    same = ctx.function_of(read.node) is ctx.function_of(write.node)
    return same and position(read.node) < position(write.node) and not ctx.loops_around(write.node)
