"""Objects that are fitted: what fit, transform, predict and score do with data."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from mllint_rules.knowledge.facts import ClassFacts, FunctionFacts
from mllint_rules.knowledge.library import find, find_member
from mllint_rules.knowledge.tables import table
from mllint_rules.semantic.provenance.domain import (
    Closure,
    Fitted,
    Learner,
    Lesson,
    Prediction,
    Ref,
    Value,
    joined,
)
from mllint_rules.semantic.provenance.events import (
    CrossValidation,
    Fit,
    Metric,
    Predict,
    Resample,
    Score,
    Transform,
)
from mllint_rules.semantic.provenance.rows import RowKind
from mllint_rules.semantic.types import Instance, alternatives

if TYPE_CHECKING:
    from mllint_rules.semantic.provenance.calling import Arguments
    from mllint_rules.semantic.provenance.interpreter import Interpreter

_DATA = ("X", "x", "data", "raw_documents", "dataset", "train_data", "dtrain", "train_set", "training_data")
_TARGET = ("y", "Y", "target", "y_true")
_HELD_OUT = (
    "validation_data",
    "eval_set",
    "valid_sets",
    "evals",
    "X_val",
    "eval_dataset",
    "test_data",
    "val_dataloaders",
)


# Facts


@cache
def kind_of_class(bases: tuple[str, ...]) -> str:
    """What an object of a class with these bases learns; empty where nobody says."""
    learns: dict[str, str] = table("estimators")["learns"]
    return next((learns[base] for base in bases if base in learns), "")


_STRENGTH = ("", "nothing", "categories", "statistics", "target")


def kind_of(m: Interpreter, learner: Learner) -> str:
    """What a learner learns; of a pipeline, the most that a step learns."""
    own = [kind_of_class(m.model.bases(name)) for name in learner.classes]
    inner = [
        kind_of(m, held) for held in (m.value(step).learner for step in learner.steps) if held is not None
    ]
    found = [*own, *inner]
    return max(found, key=lambda kind: _STRENGTH.index(kind) if kind in _STRENGTH else 0, default="")


@cache
def is_learner_class(api: str) -> bool:
    """Whether a library class has something to fit."""
    methods = ("fit", "adapt", "fit_resample", "partial_fit", "train")
    return isinstance(find(api), ClassFacts) and any(
        isinstance(find_member(api, method), FunctionFacts) for method in methods
    )


# Making


def made(m: Interpreter, node: ast.AST, classes: frozenset[str], bases: Iterable[str]) -> Learner | None:
    """The learner that a constructor call of a class of the project makes, if it is one."""
    library = [base for base in bases if is_learner_class(base)]
    is_network = any(base in _NETWORKS for base in bases)
    return Learner(frozenset({node}), classes) if library or is_network else None


_NETWORKS = frozenset({"torch.nn.Module", "keras.Model", "lightning.pytorch.LightningModule"})


def function(m: Interpreter, node: ast.Call, api: str, arguments: Arguments) -> Ref | None:
    """Constructors of learners, and functions that work with them; None for others."""
    if is_learner_class(api):
        ref = m.new(_constructed(m, node, api, arguments))
        given = table("learner_functions")["fitted_when_made"].get(api)
        data = arguments.get(0, given) if given is not None else None
        if data is not None:
            _fit(m, node, ref, "__init__", arguments, data=m.value(data), target=None)
        return ref
    functions: dict[str, str] = table("learner_functions")["functions"]
    act = functions.get(api)
    if act is None:
        return _metric(m, node, api, arguments) if ".metrics." in api else None
    return _FUNCTIONS[act](m, node, api, arguments)


def _constructed(m: Interpreter, node: ast.Call, api: str, arguments: Arguments) -> Value:
    return Value(node=node, type=Instance(api), learner=_composed(m, node, frozenset({api}), arguments))


def _composed(m: Interpreter, node: ast.Call, classes: frozenset[str], arguments: Arguments) -> Learner:
    """A learner with those inside it."""
    steps = tuple(_learners_in(m, arguments.all))
    held = [learner for step in steps if (learner := m.value(step).learner) is not None]
    inner = frozenset(name for learner in held for name in (*learner.classes, *learner.inner))
    return Learner(frozenset({node}), classes, steps, inner=inner)


def _learners_in(m: Interpreter, refs: Iterable[Ref], depth: int = 3) -> list[Ref]:
    found = []
    for ref in refs:
        value = m.value(ref)
        if value.learner is not None:
            found.append(ref)
        elif depth:
            found += _learners_in(m, (*(value.items or ()), *(value.entries or {}).values()), depth - 1)
    return found


def _pipeline(m: Interpreter, node: ast.Call, api: str, arguments: Arguments) -> Ref:
    type_ = m.model.type_of(node)
    classes = frozenset(t.name for t in alternatives(type_) if isinstance(t, Instance))
    return m.new(Value(node=node, type=type_, learner=_composed(m, node, classes, arguments)))


def _copied(m: Interpreter, node: ast.Call, api: str, arguments: Arguments) -> Ref | None:
    """`clone` and `deepcopy`: another object of the same kind; a clone has learned nothing."""
    ref = arguments.get(0, "estimator", "x", "model")
    value = m.value(ref) if ref is not None else Value()
    if value.learner is None:
        return m.new(replace(value, node=node)) if api == "copy.deepcopy" and ref is not None else None
    fits = value.learner.fits if api == "copy.deepcopy" else frozenset()
    learner = replace(value.learner, creations=frozenset({node}), fits=fits)
    return m.new(replace(value, node=node, learner=learner))


def _trained(m: Interpreter, node: ast.Call, api: str, arguments: Arguments) -> Ref:
    """`xgboost.train(params, data, …)` and relatives: a model comes back."""
    data = arguments.get(1, *_DATA)
    classes = frozenset(t.name for t in alternatives(m.model.type_of(node)) if isinstance(t, Instance))
    ref = m.new(Value(node=node, type=m.model.type_of(node), learner=Learner(frozenset({node}), classes)))
    given = m.value(data) if data is not None else Value()
    _fit(m, node, ref, api.rpartition(".")[2], arguments, data=given, target=None)
    return ref


def _cross_validated(m: Interpreter, node: ast.Call, api: str, arguments: Arguments) -> Ref:
    estimator = arguments.get(0, "estimator")
    data = m.value(arguments.get(1, "X") or m.new(Value()))
    target = arguments.get(2, "y")
    learner = m.value(estimator).learner if estimator is not None else None
    m.emit(CrossValidation, node, api, learner, data, m.value(target) if target is not None else None)
    result = Value(node=node, type=m.model.type_of(node))
    if api.endswith("cross_val_predict") and learner is not None:
        prediction = Prediction(m.site(node), "cross_val_predict", learner, data)
        result = replace(result, rows=data.rows, prediction=prediction)
    return m.new(result)


def _learning_function(m: Interpreter, node: ast.Call, api: str, arguments: Arguments) -> Ref:
    """`scale(x)` and relatives: fitted and applied at once."""
    data = m.value(arguments.get(0, *_DATA) or m.new(Value()))
    lesson = Lesson(m.site(node), data.rows, "statistics", api)
    return m.new(_applied(m, node, data, frozenset({lesson}), None))


_FUNCTIONS = {
    "pipeline": _pipeline,
    "copy": _copied,
    "train": _trained,
    "cross-validation": _cross_validated,
    "scale": _learning_function,
}


def _metric(m: Interpreter, node: ast.Call, api: str, arguments: Arguments) -> Ref | None:
    known = find(api)
    if not isinstance(known, FunctionFacts):
        return None
    names = [parameter.name for parameter in known.signatures[0].positional[:2]]
    if len(names) < 2 or names[0] not in ("y_true", "target", "labels_true", "truth"):
        return None
    truth, predicted = arguments.get(0, names[0]), arguments.get(1, names[1])
    if truth is None or predicted is None:
        return None
    m.emit(Metric, node, api, m.value(truth), m.value(predicted))
    lessons = m.value(predicted).lessons | m.value(truth).lessons
    return m.new(
        Value(
            node=node, type=m.model.type_of(node), lessons=lessons, prediction=m.value(predicted).prediction
        )
    )


# Methods


def method(m: Interpreter, node: ast.Call, receiver: Ref, name: str, arguments: Arguments) -> Ref | None:
    """A method of something that is fitted; None for others."""
    value = m.value(receiver)
    if name == "backward" and value.prediction is not None:
        return _do_backward(m, node, receiver, name, arguments)
    act = _METHODS.get(name)
    if act is None or value.is_data or value.items is not None or value.entries is not None:
        return None
    learner = value.learner
    if learner is None:
        classes = frozenset(t.name for t in alternatives(value.type) if isinstance(t, Instance))
        if (classes and not all(is_learner_class(c) for c in classes)) or name in _AMBIGUOUS:
            return None
        learner = Learner(frozenset({value.node or node}), classes)
        m.store.update(receiver, replace(value, learner=learner))
    elif name in _AMBIGUOUS and not learner.classes:
        return None
    return act(m, node, receiver, name, arguments)


_AMBIGUOUS = frozenset({"score", "evaluate", "__call__", "transform", "train", "update"})


def is_duck_typed(m: Interpreter, closure: Closure, node: ast.Call) -> bool:
    """Whether a method of a class of the project is one of a library's learner and better taken as such."""
    owner = closure.model.index.parents.get(closure.node)
    if not isinstance(owner, ast.ClassDef) or closure.receiver is None:
        return False
    value = m.value(closure.receiver)
    return value.learner is not None and closure.node.name in ("forward", "call", "__call__")  # type: ignore[union-attr]


def _data_argument(m: Interpreter, arguments: Arguments, name: str) -> Value:
    ref = arguments.get(0, *_DATA, *_MORE_DATA)
    value = m.value(ref) if ref is not None else Value()
    if value.items and not value.rows:
        # A network with several inputs: parts of the same rows.
        inputs = [inner for inner in m.flattened(ref or Ref(0), 1) if inner.rows]
        return replace(joined(inputs), columns=None) if inputs else value
    return value


_MORE_DATA = ("X_test", "X_train", "generator", "train_dataloaders", "documents", "inputs")


def _target_argument(m: Interpreter, arguments: Arguments) -> Value | None:
    ref = arguments.get(1, *_TARGET)
    return m.value(ref) if ref is not None else None


def _fit(
    m: Interpreter,
    node: ast.Call,
    receiver: Ref,
    name: str,
    arguments: Arguments,
    *,
    data: Value,
    target: Value | None,
) -> Learner:
    value = m.value(receiver)
    assert value.learner is not None
    data = data.with_lessons(_built_in(m, value.learner))
    fitted = Fitted(m.site(node), data.rows, data.lessons, data.transformers)
    fits = frozenset({fitted})
    if name == "partial_fit":
        fits |= value.learner.fits
    learner = replace(value.learner, fits=fits)
    m.store.update(receiver, replace(value, learner=learner))
    held_out = tuple(
        inner
        for keyword in _HELD_OUT
        if keyword in arguments.keywords
        for inner in m.flattened(arguments.keywords[keyword])
        if inner.rows
    )
    m.emit(Fit, node, name, learner, data, target, held_out)
    return learner


def _built_in(m: Interpreter, learner: Learner) -> frozenset[Lesson]:
    """What layers of a network learned before the network is fitted (elsewhere a fit begins with the steps)."""
    if not any("keras" in base for name in learner.classes for base in m.model.bases(name)):
        return frozenset()
    steps = [m.value(step).learner for step in learner.steps]
    return frozenset().union(*(lessons_of(m, step) for step in steps if step is not None and step.fits))


def _do_fit(m: Interpreter, node: ast.Call, receiver: Ref, name: str, arguments: Arguments) -> Ref:
    data, target = _data_argument(m, arguments, name), _target_argument(m, arguments)
    learner = _fit(m, node, receiver, name, arguments, data=data, target=target)
    is_keras = any("keras" in base for c in learner.classes for base in m.model.bases(c))
    return m.new(Value(node=node, type=m.model.type_of(node))) if is_keras else receiver


def _do_fit_transform(m: Interpreter, node: ast.Call, receiver: Ref, name: str, arguments: Arguments) -> Ref:
    data, target = _data_argument(m, arguments, name), _target_argument(m, arguments)
    learner = _fit(m, node, receiver, name, arguments, data=data, target=target)
    return m.new(_applied(m, node, data, lessons_of(m, learner), learner))


def _do_fit_predict(m: Interpreter, node: ast.Call, receiver: Ref, name: str, arguments: Arguments) -> Ref:
    data, target = _data_argument(m, arguments, name), _target_argument(m, arguments)
    learner = _fit(m, node, receiver, name, arguments, data=data, target=target)
    return m.new(_predicted(m, node, data, name, learner))


def _do_resample(m: Interpreter, node: ast.Call, receiver: Ref, name: str, arguments: Arguments) -> Ref:
    data, target = _data_argument(m, arguments, name), _target_argument(m, arguments)
    learner = m.value(receiver).learner
    assert learner is not None
    kind = kind_of(m, learner)
    api = min(learner.classes, default=name)
    m.emit(Resample, node, api, data)
    parts = []
    for part in (data, target or Value()):
        made_as = RowKind.FEWER if kind in ("resampler:under", "resampler:clean") else RowKind.COPIES
        rows = frozenset(m.rows.make(made_as, node, [above]) for above in part.rows)
        parts.append(m.new(replace(part, node=node, rows=rows)))
    return m.new(Value(node=node, items=tuple(parts)))


def _do_transform(m: Interpreter, node: ast.Call, receiver: Ref, name: str, arguments: Arguments) -> Ref:
    data = _data_argument(m, arguments, name)
    learner = m.value(receiver).learner
    assert learner is not None
    m.emit(Transform, node, name, learner, data)
    return m.new(_applied(m, node, data, lessons_of(m, learner), learner))


def _do_backward(m: Interpreter, node: ast.Call, receiver: Ref, name: str, arguments: Arguments) -> Ref:
    """`loss.backward()`: the network that gave the output learns from the rows it was given."""
    prediction = m.value(receiver).prediction
    model = m.value(prediction.model) if prediction is not None and prediction.model is not None else Value()
    if prediction is not None and prediction.model is not None and model.learner is not None:
        data = prediction.data
        fitted = Fitted(m.site(node), data.rows, data.lessons, data.transformers)
        learner = replace(model.learner, fits=frozenset({fitted}))
        m.store.update(prediction.model, replace(model, learner=learner))
        m.emit(Fit, node, name, learner, data, None)
    return m.new(Value(node=node))


def _do_undo(m: Interpreter, node: ast.Call, receiver: Ref, name: str, arguments: Arguments) -> Ref:
    data = _data_argument(m, arguments, name)
    return m.new(replace(data, node=node, type=m.model.type_of(node), transformers=data.transformers[:-1]))


def _do_predict(m: Interpreter, node: ast.Call, receiver: Ref, name: str, arguments: Arguments) -> Ref:
    data = _data_argument(m, arguments, name)
    learner = m.value(receiver).learner
    assert learner is not None
    if name == "__call__" and data.prediction is not None:
        # A loss, or a further network on the output of one: what comes out is still that model's.
        return m.new(replace(data, node=node, type=m.model.type_of(node), columns=None))
    if name != "__call__" or data.rows:
        m.emit(Predict, node, name, learner, data)
    return m.new(_predicted(m, node, data, name, learner, model=receiver))


def _do_tell(m: Interpreter, node: ast.Call, receiver: Ref, name: str, arguments: Arguments) -> Ref:
    """`get_support()` and relatives: what was learned, without rows."""
    learner = m.value(receiver).learner
    lessons = lessons_of(m, learner) if learner is not None else frozenset()
    return m.new(Value(node=node, type=m.model.type_of(node), lessons=lessons))


def _do_score(m: Interpreter, node: ast.Call, receiver: Ref, name: str, arguments: Arguments) -> Ref:
    data, target = _data_argument(m, arguments, name), _target_argument(m, arguments)
    learner = m.value(receiver).learner
    m.emit(Score, node, name, learner, data, target)
    return m.new(Value(node=node, type=m.model.type_of(node)))


_METHODS = {
    "fit": _do_fit,
    "partial_fit": _do_fit,
    "adapt": _do_fit,
    "fit_generator": _do_fit,
    "fit_transform": _do_fit_transform,
    "fit_predict": _do_fit_predict,
    "fit_resample": _do_resample,
    "fit_sample": _do_resample,
    "transform": _do_transform,
    "inverse_transform": _do_undo,
    "predict": _do_predict,
    "predict_proba": _do_predict,
    "predict_log_proba": _do_predict,
    "decision_function": _do_predict,
    "predict_classes": _do_predict,
    "score_samples": _do_predict,
    "__call__": _do_predict,
    "get_support": _do_tell,
    "get_feature_names_out": _do_tell,
    "score": _do_score,
    "evaluate": _do_score,
}


def is_method(name: str) -> bool:
    """Whether a method of that name is one that only objects have which learn."""
    return name in _METHODS and name not in _AMBIGUOUS


def lessons_of(m: Interpreter, learner: Learner) -> frozenset[Lesson]:
    """What goes into data that the learner transforms."""
    kind = kind_of(m, learner)
    if kind == "nothing":
        return frozenset()
    api = min(learner.classes, default="")
    creation = next(iter(learner.creations), None)
    return frozenset(Lesson(fit.site, fit.rows, kind or "unknown", api, creation) for fit in learner.fits)


def _applied(
    m: Interpreter, node: ast.Call, data: Value, lessons: frozenset[Lesson], learner: Learner | None
) -> Value:
    """Data that went through a transformer."""
    creation = next(iter(learner.creations), None) if learner is not None else None
    leaves_alone = learner is not None and kind_of(m, learner) == "nothing"
    steps = data.transformers if creation is None or leaves_alone else (*data.transformers, creation)
    return Value(
        node=node,
        type=m.model.type_of(node),
        rows=data.rows or m.source(node),
        lessons=data.lessons | lessons,
        transformers=steps,
        columns=replace(data.columns, is_complete=False) if data.columns is not None else None,
    )


def _predicted(
    m: Interpreter, node: ast.Call, data: Value, name: str, learner: Learner, *, model: Ref | None = None
) -> Value:
    prediction = Prediction(m.site(node), name, learner, data, model)
    return Value(
        node=node,
        type=m.model.type_of(node),
        rows=data.rows or m.source(node),
        lessons=data.lessons,
        prediction=prediction,
    )


_VECTORS = frozenset({"docvecs", "dv", "wv"})
"""What embeddings of words and documents call their vectors."""


def attribute(m: Interpreter, node: ast.Attribute, value: Value) -> Ref | None:
    """What an attribute of a learner is, where it is a learner again."""
    learner = value.learner
    assert learner is not None
    if node.attr in ("best_estimator_", "estimator", "module", "model"):
        inner = [m.value(step) for step in learner.steps]
        known = joined(inner) if inner else Value()
        classes = known.learner.classes if known.learner is not None else frozenset()
        made_of = replace(learner, classes=classes or learner.classes)
        return m.new(Value(node=node, type=known.type, learner=made_of))
    if (node.attr.endswith("_") or node.attr in _VECTORS) and learner.fits:
        return m.new(Value(node=node, type=m.model.type_of(node), lessons=lessons_of(m, learner)))
    return None
