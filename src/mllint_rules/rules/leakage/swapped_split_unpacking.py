"""The parts of a split are unpacked in another order than they come.

## Why is this bad?

`train_test_split(X, y)` returns the training and the test part of the first array, then those of the second:
`X_train, X_test, y_train, y_test`. Unpacked as `X_train, y_train, X_test, y_test` the labels are rows of features and the
test features are training labels. If the shapes happen to fit nobody notices; the score means nothing.

## When to ignore it

The names say something else than the role of the part. Names without a role (`a, b = …`) are not reported.

## Fix safety

The targets are put in the order of the function, so every later use of the names sees other data.

## References

- scikit-learn documentation of `train_test_split`, section Returns
"""

import ast
import re
from collections.abc import Iterator

from mllint_rules.kit import Call, Category, Confidence, Context, Example, Finding, FixPlan, calls, replace, rule, unsafe_fix

_ROLE = re.compile(r"(?:^|_|(?<=[a-zX]))(train|test|tst|trn|val|valid|validation|eval|dev|holdout)(?=$|_|\d|[A-Zxy])", re.I)
_TRAIN = frozenset({"train", "trn"})


@rule(
    code="MLL121",
    name="swapped-split-unpacking",
    category=Category.CORRECTNESS,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls("sklearn.model_selection.train_test_split"),
    examples=(
        Example(
            bad="""
                from sklearn.model_selection import train_test_split

                def split(X, y):
                    X_train, y_train, X_test, y_test = train_test_split(X, y, random_state=1)
                    return X_train, y_train, X_test, y_test
                """,
            good="""
                from sklearn.model_selection import train_test_split

                def split(X, y):
                    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
                    return X_train, y_train, X_test, y_test
                """,
            fixed=True,
        ),
        Example(
            bad="""
                from sklearn.model_selection import train_test_split

                test, train = train_test_split(list(range(10)), random_state=1)
                """,
            good="""
                from sklearn.model_selection import train_test_split

                train, test = train_test_split(list(range(10)), random_state=1)
                """,
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    assign = ctx.parent(call.node)
    if ctx.is_test or not isinstance(assign, ast.Assign) or len(assign.targets) != 1:
        return
    target = assign.targets[0]
    if not isinstance(target, ast.Tuple | ast.List) or call.unpacks:
        return
    names = [element.id for element in target.elts if isinstance(element, ast.Name)]
    if len(names) != len(target.elts) or len(names) != 2 * len(call.node.args):
        return
    roles = [_is_training(name) for name in names]
    if None in roles or roles == [True, False] * len(call.node.args):
        return
    yield Finding(
        target,
        "`train_test_split` returns the training and the test part of each array in turn, so these names get the wrong parts",
        fix=_reordered(target, names, ctx),
    )


def _is_training(name: str) -> bool | None:
    """Whether a name says training part (True) or held-out part (False); None when it says neither, or both."""
    roles = {match.lower() in _TRAIN for match in _ROLE.findall(name)}
    return roles.pop() if len(roles) == 1 else None


def _reordered(target: ast.Tuple | ast.List, names: list[str], ctx: Context) -> FixPlan | None:
    """Each array's training and test name in turn, where the names pair up."""
    arrays: dict[str, dict[bool, str]] = {}
    for name in names:
        role = _is_training(name)
        assert role is not None
        arrays.setdefault(_ROLE.sub("", name).strip("_"), {})[role] = name
    if len(arrays) * 2 != len(names) or any(len(parts) != 2 for parts in arrays.values()):
        return None
    order = [parts[role] for parts in arrays.values() for role in (True, False)]
    verbs = [
        replace(element, name)
        for element, name in zip(target.elts, order, strict=True)
        if ctx.source(element) != name
    ]
    return unsafe_fix("Unpack in the order of the function", *verbs)
