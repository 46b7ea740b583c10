"""Repairs that move what learns below the split, or into the pipeline that is cross-validated.

They are offered only where the way from the fit to the split is one chain of single definitions in one block.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from mllint_rules.kit import (
    Context,
    FixPlan,
    FixUnavailable,
    Reach,
    Verb,
    delete,
    insert_after,
    insert_before,
    position,
    replace,
    unsafe_fix,
)

_SPLIT = "sklearn.model_selection.train_test_split"
_CROSS_VALIDATIONS = frozenset(
    f"sklearn.model_selection.{name}" for name in ("cross_val_score", "cross_validate", "cross_val_predict")
)

_CHANGING = frozenset({"insert", "pop", "update", "append", "extend", "sort"})
"""Methods that change the frame, array or list that they belong to."""


@dataclass(frozen=True, slots=True)
class Transformation:
    """`target = learner.fit_transform(data)`, the only thing that gives the target its value for one later use.

    `rest` are further arguments of the fit as written (the target of a supervised step).
    """

    statement: ast.Assign
    call: ast.Call
    target: ast.Name
    data: ast.expr
    rest: tuple[ast.expr, ...]
    use: ast.Name

    @property
    def learner(self) -> ast.expr:
        """The expression of the object that learns."""
        assert isinstance(self.call.func, ast.Attribute)
        return self.call.func.value


def transformation(call: ast.AST, ctx: Context) -> Transformation:
    """The transformation that a fit is part of. Raises `FixUnavailable` where it is not that simple."""
    statement = ctx.parent(call)
    if (
        not isinstance(call, ast.Call)
        or not isinstance(statement, ast.Assign)
        or not isinstance(call.func, ast.Attribute)
        or call.func.attr != "fit_transform"
        or not 1 <= len(call.args) <= 2
        or call.keywords
        or len(statement.targets) != 1
        or not isinstance(statement.targets[0], ast.Name)
        or any(isinstance(argument, ast.Starred) for argument in call.args)
    ):
        raise FixUnavailable("the fit is not one assignment of `fit_transform`")
    target = statement.targets[0]
    binding = ctx.model.binding_at(target)
    uses = ctx.uses(binding) if binding is not None else []
    if len(uses) != 1 or len(ctx.definitions(uses[0])) != 1:
        raise FixUnavailable("the transformed data is used in more than one place")
    return Transformation(statement, call, target, call.args[0], tuple(call.args[1:]), uses[0])


def split_first(call: ast.AST, ctx: Context) -> FixPlan:
    """The split above the fit: fitted on the training part, applied to the test part."""
    made = transformation(call, ctx)
    split, targets, index = split_of(made.use, ctx)
    after = ctx.statement(split)
    if not are_neighbours(made.statement, after, ctx) or not is_same_before(
        made.data, made.statement, after, ctx
    ):
        raise FixUnavailable("between the fit and the split the data changes")
    train, test = targets[2 * index], targets[2 * index + 1]
    learner, before = _named(made.learner, "transformer", made.statement, ctx)
    rest = _parts_of(made.rest, split, targets, ctx)
    lines = f"{train} = {learner}.fit_transform({', '.join([train, *rest])})\n{test} = {learner}.transform({test})\n"
    return unsafe_fix(
        "Split first, fit on the training part",
        *before,
        delete(made.statement),
        replace(made.use, ctx.source(made.data)),
        insert_after(after, lines),
    )


def resample_after_split(call: ast.AST, ctx: Context) -> FixPlan:
    """`X, y = sampler.fit_resample(X, y)` below the split, for the training part only."""
    statement = ctx.parent(call)
    if (
        not isinstance(call, ast.Call)
        or not isinstance(call.func, ast.Attribute)
        or not isinstance(statement, ast.Assign)
        or len(statement.targets) != 1
        or not isinstance(statement.targets[0], ast.Tuple)
        or len(call.args) != 2
        or call.keywords
    ):
        raise FixUnavailable("the resampling is not one assignment of two arrays")
    uses = [_uses_in_split(name, ctx) for name in statement.targets[0].elts]
    split, targets, index = split_of(uses[0][0], ctx)
    other = split_of(uses[1][0], ctx)
    after = ctx.statement(split)
    if other[0] is not split or not are_neighbours(statement, after, ctx):
        raise FixUnavailable("the resampled arrays do not go into one split")
    if not all(is_same_before(argument, statement, after, ctx) for argument in call.args):
        raise FixUnavailable("between the resampling and the split the data changes")
    rows, labels = targets[2 * index], targets[2 * other[2]]
    sampler, before = _named(call.func.value, "sampler", statement, ctx)
    verbs: list[Verb] = [*before, delete(statement)]
    for each, argument in zip(uses, call.args, strict=True):
        verbs += [replace(use, ctx.source(argument)) for use in each]
    line = f"{rows}, {labels} = {sampler}.{call.func.attr}({rows}, {labels})\n"
    return unsafe_fix("Split first, resample the training part only", *verbs, insert_after(after, line))


def into_pipeline(call: ast.AST, ctx: Context) -> FixPlan:
    """The step becomes part of the estimator that is cross-validated, and the raw data is given."""
    made = transformation(call, ctx)
    around = ctx.parent(made.use)
    validation = ctx.parent(around) if isinstance(around, ast.keyword) else around
    if not isinstance(validation, ast.Call) or ctx.called(validation) not in _CROSS_VALIDATIONS:
        raise FixUnavailable("the transformed data is not given to a cross-validation function")
    after = ctx.statement(validation)
    if not are_neighbours(made.statement, after, ctx) or not is_same_before(
        made.data, made.statement, after, ctx
    ):
        raise FixUnavailable("between the fit and the cross-validation the data changes")
    bound = ctx.call(validation)
    estimator = bound.argument("estimator")
    if estimator is None or bound.argument("X") is not made.use:
        raise FixUnavailable("the estimator cannot be seen")
    pipeline: Reach = ctx.reach("sklearn.pipeline", "make_pipeline")
    text = f"{pipeline.text}({ctx.source(made.learner)}, {ctx.source(estimator)})"
    return unsafe_fix(
        "Cross-validate the step with the model",
        *pipeline.verbs,
        delete(made.statement),
        replace(estimator, text),
        replace(made.use, ctx.source(made.data)),
    )


def _uses_in_split(name: ast.expr, ctx: Context) -> list[ast.Name]:
    """The uses of a resampled array, which all have to be in one call: an argument, then `stratify=`."""
    binding = ctx.model.binding_at(name)
    uses = ctx.uses(binding) if binding is not None else []
    plain = [use for use in uses if not isinstance(ctx.parent(use), ast.keyword)]
    strata = [keyword for use in uses if isinstance(keyword := ctx.parent(use), ast.keyword)]
    if len(plain) != 1 or any(len(ctx.definitions(use)) != 1 for use in uses):
        raise FixUnavailable("a resampled array is used in more than one place")
    if any(each.arg != "stratify" or ctx.parent(each) is not ctx.parent(plain[0]) for each in strata):
        raise FixUnavailable("a resampled array is used outside of the split")
    return [*plain, *(use for use in uses if use not in plain)]


def split_of(use: ast.expr, ctx: Context) -> tuple[ast.Call, list[str], int]:
    """The split that an array is an argument of, the names of its parts, and the place of the argument."""
    split = ctx.parent(use)
    if not isinstance(split, ast.Call) or ctx.called(split) != _SPLIT or use not in split.args:
        raise FixUnavailable("the data does not go straight into `train_test_split`")
    assign = ctx.parent(split)
    target = assign.targets[0] if isinstance(assign, ast.Assign) and len(assign.targets) == 1 else None
    names = (
        [e.id for e in target.elts if isinstance(e, ast.Name)]
        if isinstance(target, (ast.Tuple, ast.List))
        else []
    )
    if len(names) != 2 * len(split.args) or any(isinstance(argument, ast.Starred) for argument in split.args):
        raise FixUnavailable("the parts of the split have no names of their own")
    return split, names, split.args.index(use)


def are_neighbours(first: ast.stmt, second: ast.stmt, ctx: Context) -> bool:
    """Whether two statements stand in one block, in this order."""
    return ctx.parent(first) is ctx.parent(second) and position(first) < position(second)


def is_same_before(data: ast.expr, first: ast.stmt, second: ast.stmt, ctx: Context) -> bool:
    """Whether an expression would give at the later statement what it gives at the earlier one."""
    for node in ctx.walk(data):
        if isinstance(node, ast.Call):
            return False
        if not isinstance(node, ast.Name):
            continue
        for other in ctx.model.index.names.get(node.id, ()):
            is_between = position(first) <= position(other) < position(second)
            is_made_anew = (
                is_between and not isinstance(other.ctx, ast.Load) and ctx.statement(other) is not first
            )
            if is_made_anew or (is_between and is_changed(other, ctx)):
                return False
    return True


def is_changed(name: ast.Name, ctx: Context) -> bool:
    """Whether a name is the base of something that is stored into, or is changed by one of its methods."""
    around = ctx.parent(name)
    call = ctx.parent(around) if isinstance(around, ast.Attribute) else None
    if isinstance(call, ast.Call) and isinstance(around, ast.Attribute) and call.func is around:
        return around.attr in _CHANGING or any(keyword.arg == "inplace" for keyword in call.keywords)
    while isinstance(around, (ast.Subscript, ast.Attribute)):
        if not isinstance(around.ctx, ast.Load):
            return True
        around = ctx.parent(around)
    return False


def _named(learner: ast.expr, name: str, before: ast.stmt, ctx: Context) -> tuple[str, tuple[Verb, ...]]:
    """How to write the object that learns in several places; a constructor call gets a name."""
    if isinstance(learner, (ast.Name, ast.Attribute)):
        return ctx.source(learner), ()
    fresh = ctx.fresh_name(name)
    return fresh, (insert_before(before, f"{fresh} = {ctx.source(learner)}\n"),)


def _parts_of(rest: tuple[ast.expr, ...], split: ast.Call, targets: list[str], ctx: Context) -> list[str]:
    """The training parts of further arguments of a fit; they have to be arguments of the split too."""
    parts = []
    for argument in rest:
        places = [i for i, given in enumerate(split.args) if ctx.source(given) == ctx.source(argument)]
        if not places:
            raise FixUnavailable("the target of the fit is not split along")
        parts.append(targets[2 * places[0]])
    return parts
