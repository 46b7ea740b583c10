"""The parts of a split are unpacked in another order than they come.

## Why is this bad?

`train_test_split(X, y)` returns the training and the test part of the first array, then those of the second:
`X_train, X_test, y_train, y_test`. Unpacked as `X_train, y_train, X_test, y_test` the labels are rows of features and
the test features are training labels. If the shapes happen to fit nobody notices; the score means nothing.

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

from mllint_rules.kit import (
    Call,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    SyntaxIndex,
    calls,
    replace,
    rule,
    table,
    unsafe_fix,
)

_ROLE = re.compile(
    r"(?:^|_|(?<=[a-zX]))(train|test|tst|trn|val|valid|validation|eval|dev|holdout)(?=$|_|\d|[A-Zxy])", re.I
)
_TRAIN = frozenset({"train", "trn"})
_HALF = 0.5
_FUNCTION = "sklearn.model_selection.train_test_split"


def _may_be_unpacked(node: ast.Call, index: SyntaxIndex) -> bool:
    """The form of a call that a loop goes through, that is unpacked, or that is given to another call."""
    parent = index.parents[node]
    if isinstance(parent, ast.Assign):
        return isinstance(parent.targets[0], (ast.Tuple, ast.List))
    if isinstance(parent, (ast.For, ast.AsyncFor, ast.comprehension)):
        return isinstance(parent.target, (ast.Tuple, ast.List))
    return isinstance(parent, ast.Call) and getattr(parent.func, "id", "") in ("enumerate", "next")


@rule(
    code="MLL121",
    name="swapped-split-unpacking",
    category=Category.CORRECTNESS,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls(
        _FUNCTION, *(f"{splitter}.split" for splitter in table("folds")["splitters"]), only=_may_be_unpacked
    ),
    in_tests=False,
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
    if call.name != _FUNCTION:
        yield from _swapped_pair(call, ctx)
        return
    assign = ctx.parent(call.node)
    if not isinstance(assign, ast.Assign) or len(assign.targets) != 1:
        return
    target = assign.targets[0]
    if not isinstance(target, (ast.Tuple, ast.List)) or call.unpacks:
        return
    names = [element.id for element in target.elts if isinstance(element, ast.Name)]
    if len(names) != len(target.elts) or len(names) != 2 * len(call.node.args):
        return
    roles = [_role(name) for name in names]
    if None in roles or len(set(roles)) != 2 or _is_in_order(roles) or _is_sized_in_reverse(roles, call, ctx):
        return
    yield Finding(
        target,
        "`train_test_split` returns both parts of each array in turn, so these names get the wrong parts",
        fix=_reordered(target, names, ctx),
    )


def _swapped_pair(call: Call, ctx: Context) -> Iterator[Finding]:
    """For the folds of a splitter: the two targets of `for` or `next` that are named the wrong way round."""
    target = _pair_target(call.node, ctx)
    if target is None or len(target.elts) != 2:
        return
    names = [element.id for element in target.elts if isinstance(element, ast.Name)]
    roles = [_role(name) for name in names]
    if len(names) != 2 or None in roles or roles[1] != "train" or roles[0] == "train":
        return
    yield Finding(
        target,
        "`split` gives the rows for training first, so these names get the wrong rows",
        fix=unsafe_fix(
            "Unpack in the order of the splitter",
            replace(target.elts[0], names[1]),
            replace(target.elts[1], names[0]),
        ),
    )


def _pair_target(folds: ast.expr, ctx: Context) -> ast.Tuple | ast.List | None:
    """What one fold is unpacked into: by a loop, a comprehension, or of `next`; `enumerate` may lie between."""
    parent = ctx.parent(folds)
    is_numbered = False
    while isinstance(parent, ast.Call) and ctx.called(parent) in ("builtins.enumerate", "builtins.next"):
        if parent.args[:1] != [folds]:
            return None
        is_next = ctx.called(parent) == "builtins.next"
        is_numbered = is_numbered or not is_next
        folds, parent = parent, ctx.parent(parent)
        if is_next:
            break
    target: ast.expr | None = None
    if isinstance(parent, ast.Assign) and len(parent.targets) == 1 and ctx.called(folds) == "builtins.next":
        target = parent.targets[0]
    elif isinstance(parent, (ast.For, ast.AsyncFor, ast.comprehension)) and parent.iter is folds:
        target = parent.target
    if is_numbered and isinstance(target, ast.Tuple) and len(target.elts) == 2:
        target = target.elts[1]
    return target if isinstance(target, (ast.Tuple, ast.List)) else None


def _role(name: str) -> str | None:
    """The part of the data a name speaks of; None when it names none, or several."""
    roles = {match.lower() for match in _ROLE.findall(name)}
    role = roles.pop() if len(roles) == 1 else None
    return "train" if role in _TRAIN else role


def _is_in_order(roles: list[str | None]) -> bool:
    """Whether each array's two parts stand side by side, a training part first."""
    return roles == roles[:2] * (len(roles) // 2) and roles[1] != "train"


def _is_sized_in_reverse(roles: list[str | None], call: Call, ctx: Context) -> bool:
    """Whether every pair is turned round, and the sizes may be as well: the part named for training is the larger.

    A number of rows does not say which part is the larger one.
    """
    if roles[1] != "train" or roles != roles[:2] * (len(roles) // 2):
        return False
    first, second = (ctx.value_of(call.argument(name)) for name in ("train_size", "test_size"))
    if isinstance(first, int) or isinstance(second, int):
        return True
    return (isinstance(first, float) and first < _HALF) or (isinstance(second, float) and second > _HALF)


def _reordered(target: ast.Tuple | ast.List, names: list[str], ctx: Context) -> FixPlan | None:
    """Each array's first and second part in turn, where the names pair up."""
    roles = list(dict.fromkeys(_role(name) for name in names))
    first, second = sorted(roles, key=lambda role: role != "train")
    arrays: dict[str, dict[str | None, str]] = {}
    for name in names:
        arrays.setdefault(_ROLE.sub("", name).strip("_"), {})[_role(name)] = name
    if len(arrays) * 2 != len(names) or any(len(parts) != 2 for parts in arrays.values()):
        return None
    order = [parts[role] for parts in arrays.values() for role in (first, second)]
    verbs = [
        replace(element, name)
        for element, name in zip(target.elts, order, strict=True)
        if ctx.source(element) != name
    ]
    return unsafe_fix("Unpack in the order of the function", *verbs)
