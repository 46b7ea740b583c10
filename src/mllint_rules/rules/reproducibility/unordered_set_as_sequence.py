"""The order of a set decides something, and a set of strings has another order in every process.

## Why is this bad?

Python salts the hashes of strings with a number that it draws when it starts, and a set hands out its elements by
their hashes. `{word: i for i, word in enumerate(set(words))}` gives every run another vocabulary: a saved model then
reads other words than it was trained on, columns of a frame change places, a seeded shuffle gives other rows.

## When to ignore it

The set holds numbers only, which hash to themselves.

## Fix safety

Indices, columns and draws are other ones than before the fix, so that a model saved with one of the old orders has to
be trained again. Elements are sorted by their text where they are not known to be strings or numbers.

## References

- Python: `object.__hash__`, environment variable `PYTHONHASHSEED`
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
    Instance,
    SyntaxIndex,
    calls,
    replace,
    rule,
    unsafe_fix,
    wrap,
)
from mllint_rules.rules.reproducibility._lasting_uses import is_stable
from mllint_rules.rules.reproducibility._order import INDEXED, OrderUse
from mllint_rules.rules.reproducibility._shared import is_test_code

TEXTS = ("builtins.str", "builtins.bytes")
_COPIES = ("builtins.list", "builtins.tuple")


# What takes a set without looking at its order.
_ORDERLESS = frozenset(
    {"len", "sorted", "sum", "min", "max", "any", "all", "bool", "set", "frozenset", "isinstance"}
)
_TESTS = (ast.Compare, ast.If, ast.Expr)


def _may_decide(node: ast.Call, index: SyntaxIndex) -> bool:
    """The form of a set made of one thing that is more than counted, compared, tested or sorted."""
    parent = index.parents[node]
    if len(node.args) != 1 or isinstance(parent, _TESTS):
        return False
    return not (isinstance(parent, ast.Call) and getattr(parent.func, "id", "") in _ORDERLESS)


@rule(
    code="MLR122",
    name="unordered-set-as-sequence",
    category=Category.REPRODUCIBILITY,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=calls("set", "frozenset", only=_may_decide),
    in_tests=False,
    see=("scicode-lint:rep-011",),
    examples=(
        Example(
            bad="""
                def vocabulary(text: str) -> dict[str, int]:
                    return {word: number for number, word in enumerate(set(text.split()))}
                """,
            good="""
                def vocabulary(text: str) -> dict[str, int]:
                    return {word: number for number, word in enumerate(sorted(set(text.split())))}
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import random


                def training_users(users: list[str]) -> list[str]:
                    names = list(set(users))
                    random.Random(0).shuffle(names)
                    return names[:100]
                """,
            good="""
                import random


                def training_users(users: list[str]) -> list[str]:
                    names = sorted(set(users))
                    random.Random(0).shuffle(names)
                    return names[:100]
                """,
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    if len(call.node.args) != 1 or call.node.keywords or isinstance(call.node.args[0], ast.Starred):
        return
    if is_test_code(ctx, call.node):
        return
    made = ctx.type_of(call.node)
    element = made.arguments[0] if isinstance(made, Instance) and made.arguments else None
    if element is not None and is_stable(ctx, element):
        return
    is_text = element is not None and ctx.model.is_instance(element, *TEXTS)
    # Unknown elements may be numbers: only a table of labels is worth to be sure.
    if not is_text and not _numbers_labels(ctx, call.node):
        return
    decided = OrderUse(ctx).decides(call.node)
    if decided is not None and decided != INDEXED:  # `list(names)[0]` mostly takes the only one
        yield Finding(
            call.node,
            f"A set has another order in every process, and here this order decides {decided}",
            fix=_fix(ctx, call, is_text=is_text),
        )


def _numbers_labels(ctx: Context, node: ast.expr) -> bool:
    """Whether the elements get numbers in a dictionary: `{label: i for i, label in enumerate(labels)}`."""
    parent = ctx.parent(node)
    if isinstance(parent, ast.Call) and ctx.called(parent) in (*_COPIES, "builtins.enumerate"):
        return _numbers_labels(ctx, parent)
    if isinstance(parent, ast.comprehension):
        is_numbered = isinstance(node, ast.Call) and ctx.called(node) == "builtins.enumerate"
        return is_numbered and isinstance(ctx.parent(parent), ast.DictComp)
    if isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Name):
        binding = ctx.model.binding_at(parent.targets[0])
        reads = ctx.uses(binding) if binding is not None else []
        return any(ctx.parent(read) is not parent and _numbers_labels(ctx, read) for read in reads)
    return False


def _fix(ctx: Context, call: Call, *, is_text: bool) -> Callable[[], FixPlan | None]:
    def plan() -> FixPlan | None:
        copy = ctx.parent(call.node)
        is_copy = isinstance(copy, ast.Call) and copy.args == [call.node]
        if isinstance(copy, ast.Call) and is_copy and is_text and ctx.called(copy) == _COPIES[0]:
            return unsafe_fix("Sort the elements", replace(copy.func, "sorted"))
        key = "" if is_text else ", key=str"
        return unsafe_fix("Sort the elements", wrap(call.node, "sorted(", f"{key})"))

    return plan
