"""A module that is a raw notebook export is neither a notebook nor a program.

## Why is this bad?

`jupyter nbconvert --to script` leaves the cells one below the other, with `# In[12]:` between them. Some of what
worked in the notebook does not exist outside of it: `get_ipython()` and `display(...)` are names that IPython
defines, and a `NameError` under plain Python, perhaps after an hour of training. The numbers in the markers tell in
which order someone once clicked, which is not the order of the file.

## When to ignore it

The file is only ever run by `ipython`. Percent scripts (`# %%`, Jupytext) are notebooks by choice and not reported.

## Fix safety

Deleting the markers changes nothing. Deleting a magic that only sets up the notebook (`%matplotlib inline`) and
turning `display(df)` into a debug record of its shape changes what is shown. Other magics hold code of their own and
have to be written as Python by hand.
"""

import ast
from collections.abc import Iterator, Sequence
from functools import partial

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    Practice,
    SemanticModel,
    Span,
    delete,
    module,
    replace,
    replace_span,
    rule,
    safe_fix,
    table,
    unsafe_fix,
)
from mllint_rules.rules.structure._notebook_remains import cell_markers, notebook_calls, whole_lines

_SHAPED = (
    "pandas.DataFrame",
    "pandas.Series",
    "polars.DataFrame",
    "polars.Series",
    "numpy.ndarray",
    "torch.Tensor",
)


@rule(
    code="MLG107",
    name="exported-notebook-script",
    category=Category.DESIGN,
    practice=Practice.GOOD_TOOLS,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=module(),
    examples=(
        Example(
            bad="""
                # In[1]:


                import pandas as pd

                # In[2]:

                sales = pd.read_csv("sales.csv")
                """,
            good="""
                import pandas as pd

                sales = pd.read_csv("sales.csv")
                """,
            fixed=True,
            safe=True,
        ),
        Example(
            bad="""
                import logging

                import pandas as pd

                sales = pd.read_csv("sales.csv")
                display(sales)
                """,
            good="""
                import logging

                import pandas as pd

                sales = pd.read_csv("sales.csv")
                logging.getLogger(__name__).debug("sales: %s", sales.shape)
                """,
            fixed=True,
        ),
    ),
)
def check(model: SemanticModel, ctx: Context) -> Iterator[Finding]:
    if ctx.is_exploratory:
        return
    markers = cell_markers(ctx)
    if markers:
        yield Finding(
            markers[0],
            "The module is a raw notebook export, whose cell markers say nothing about how it runs",
            fix=partial(_without_markers, ctx, markers),
        )
    for call in notebook_calls(ctx):
        assert isinstance(call.func, ast.Name)
        yield Finding(
            call.func,
            f"`{call.func.id}` is only defined by IPython, so under plain Python this line is a `NameError`",
            fix=partial(_without_call, ctx, call),
        )


def _without_markers(ctx: Context, markers: Sequence[Span]) -> FixPlan:
    return safe_fix(
        "Delete the cell markers", *(replace_span(each, "") for each in whole_lines(ctx, markers))
    )


def _without_call(ctx: Context, call: ast.Call) -> FixPlan | None:
    statement = ctx.statement(call)
    if not isinstance(statement, ast.Expr):
        return None
    if statement.value is call:
        return _as_record(ctx, call)
    outer = statement.value
    if _is_display_magic(ctx, outer, call):
        return unsafe_fix("Delete the notebook magic", delete(statement))
    return None


def _is_display_magic(ctx: Context, outer: ast.expr, call: ast.Call) -> bool:
    """Whether `get_ipython().run_line_magic("matplotlib", "inline")` and the like only set up the notebook."""
    if (
        not isinstance(outer, ast.Call)
        or not isinstance(outer.func, ast.Attribute)
        or outer.func.value is not call
    ):
        return False
    if outer.func.attr not in ("run_line_magic", "magic") or not outer.args:
        return False
    first = ctx.value_of(outer.args[0])
    return isinstance(first, str) and first.split(" ")[0] in table("notebook_names")["display_magics"]


def _as_record(ctx: Context, call: ast.Call) -> FixPlan | None:
    """`display(df)` as a debug record of the shape of a named frame or array."""
    if call.func.id != "display" or len(call.args) != 1 or call.keywords:  # type: ignore[attr-defined]
        return None
    shown = call.args[0]
    if not ctx.is_a(shown, *_SHAPED) or isinstance(shown, ast.Starred):
        return None
    source = ctx.source(shown)
    if "\n" in source or not isinstance(shown, (ast.Name, ast.Attribute, ast.Call, ast.Subscript)):
        return None
    logging = ctx.reach("logging")
    label = source.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    text = f'{logging.text}.getLogger(__name__).debug("{label}: %s", {source}.shape)'
    return unsafe_fix("Log the shape instead", replace(call, text), *logging.verbs)
