"""What a call of a described function returns: choosing among overloads by the arguments at hand."""

from __future__ import annotations

import ast
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING

from mllint_rules.knowledge.facts import FunctionFacts, Parameter, Signature
from mllint_rules.knowledge.library import canonical_name, find_member, linear_bases
from mllint_rules.knowledge.stubs import qualify
from mllint_rules.semantic.annotations import annotation_type, dotted_name
from mllint_rules.semantic.generics import CALLABLE, ITERABLES, Solution, own_arguments, solve
from mllint_rules.semantic.types import (
    ELLIPSIS,
    SLICE,
    UNKNOWN,
    Instance,
    Type,
    Union,
    Unknown,
    Variable,
    alternatives,
    has_variables,
    substitute,
    union,
)
from mllint_rules.semantic.values import NOT_LITERAL

if TYPE_CHECKING:
    from mllint_rules.semantic.inference import Inference

_NOT_ITERABLE = frozenset(
    f"builtins.{name}" for name in ("int", "float", "bool", "complex", "NoneType", "slice")
)


class Fit(Enum):
    """Whether a signature takes the arguments of a call."""

    YES = "yes"
    PERHAPS = "perhaps"
    NO = "no"


def call_type(inference: Inference, function: FunctionFacts, node: ast.Call | None, receiver: Type) -> Type:
    """The result of calling `function` on `receiver`; `node` is None for calls that Python makes by itself."""
    module = function.module
    signatures = function.signatures
    if len(signatures) == 1 or node is None:
        return _returned(inference, signatures[0], node, module, receiver)
    possible = []
    for signature in signatures:
        fit = _fit(inference, signature, node, module)
        if fit is Fit.NO:
            continue
        possible.append(_returned(inference, signature, node, module, receiver))
        if fit is Fit.YES:
            break
    return union(possible) if possible else UNKNOWN


def constructed_type(
    inference: Inference, name: str, initializer: FunctionFacts, variables: tuple[str, ...], node: ast.Call
) -> Instance:
    """The instance that a generic class makes of these arguments."""
    module = initializer.module
    for signature in initializer.signatures:
        if len(initializer.signatures) > 1 and _fit(inference, signature, node, module) is Fit.NO:
            continue
        solution = _solution(inference, signature, node, module)
        arguments = tuple(_plain(solution.get(variable, UNKNOWN)) for variable in variables)
        return Instance(name, arguments if any(type_ != UNKNOWN for type_ in arguments) else ())
    return Instance(name)


def _plain(type_: Type) -> Type:
    # A search may put other objects in the places of a pipeline's steps.
    return Instance(type_.name) if isinstance(type_, Instance) and type_.labels else type_


@cache
def stub_annotation(annotation: ast.expr | None, module: str) -> Type:
    """The type that an annotation in the stub of `module` names; `Self` is a variable like others."""
    return annotation_type(annotation, lambda text: canonical_name(qualify(text, module)), Variable("Self"))


def stub_type(annotation: ast.expr | None, module: str, self_type: Type) -> Type:
    """The type of an attribute of `self_type` that a stub describes by that annotation."""
    found = stub_annotation(annotation, module)
    if not has_variables(found):
        return found
    return substitute(found, own_arguments(self_type) | {"Self": self_type})


def _returned(
    inference: Inference, signature: Signature, node: ast.Call | None, module: str, receiver: Type
) -> Type:
    result = stub_annotation(signature.returns, module)
    if not has_variables(result):
        return result
    known = own_arguments(receiver) | {"Self": receiver}
    if node is not None:
        known |= _solution(inference, signature, node, module)
    return substitute(result, known)


def _solution(inference: Inference, signature: Signature, node: ast.Call, module: str) -> Solution:
    """What the type variables of a signature stand for, by the arguments of a call."""
    found: Solution = {}
    given = _given(signature, node) or {}
    for parameter in signature.parameters:
        value = given.get(parameter.name)
        if value is None or parameter.annotation is None:
            continue
        expected = stub_annotation(parameter.annotation, module)
        if has_variables(expected):
            solve(inference, expected, value, found)
    return found


def _fit(inference: Inference, signature: Signature, node: ast.Call, module: str) -> Fit:
    given = _given(signature, node)
    if given is None:
        return Fit.NO
    unpacks = any(isinstance(argument, ast.Starred) for argument in node.args) or any(
        keyword.arg is None for keyword in node.keywords
    )
    result = Fit.PERHAPS if unpacks else Fit.YES
    for parameter in signature.parameters:
        value = given.get(parameter.name)
        if value is None:
            if parameter.default is None and not unpacks:
                return Fit.NO
            continue
        fit = _fits(inference, parameter, value, module)
        if fit is Fit.NO:
            return Fit.NO
        if fit is Fit.PERHAPS:
            result = Fit.PERHAPS
    return result


def _given(signature: Signature, node: ast.Call) -> dict[str, ast.expr] | None:
    """The arguments by parameter; None when the signature cannot take them."""
    given: dict[str, ast.expr] = {}
    positional = signature.positional
    for position, argument in enumerate(node.args):
        if isinstance(argument, ast.Starred):
            break
        if position < len(positional):
            given[positional[position].name] = argument
        elif not signature.has_varargs:
            return None
    for keyword in node.keywords:
        if keyword.arg is None:
            continue
        if keyword.arg not in signature.by_name and not signature.has_kwargs:
            return None
        given[keyword.arg] = keyword.value
    return given


def _fits(inference: Inference, parameter: Parameter, value: ast.expr, module: str) -> Fit:
    annotation = parameter.annotation
    if annotation is None:
        return Fit.YES
    literals = _literal_values(annotation)
    if literals is not None:
        actual = inference.literal(value)
        if actual is NOT_LITERAL:
            return Fit.PERHAPS
        return Fit.YES if any(actual is one or actual == one for one in literals) else Fit.NO
    expected = stub_annotation(annotation, module)
    if isinstance(value, ast.Slice):
        return Fit.YES if SLICE in alternatives(expected) else Fit.NO
    if isinstance(expected, (Unknown, Variable)):
        return Fit.YES
    return _assignable(inference.type_of(value), expected)


@cache
def _literal_values(annotation: ast.expr) -> list[object] | None:
    if isinstance(annotation, ast.Subscript) and (dotted_name(annotation.value) or "").endswith("Literal"):
        parts = annotation.slice.elts if isinstance(annotation.slice, ast.Tuple) else [annotation.slice]
        return [part.value for part in parts if isinstance(part, ast.Constant)]
    return None


def _assignable(actual: Type, expected: Type) -> Fit:
    if any(isinstance(member, (Unknown, Variable)) for member in alternatives(expected)):
        return Fit.YES
    if isinstance(actual, Unknown):
        return Fit.PERHAPS
    if isinstance(actual, Union):
        fits = {_assignable(member, expected) for member in actual.members}
        return fits.pop() if len(fits) == 1 else Fit.PERHAPS
    if not isinstance(actual, Instance):
        takes_functions = any(
            isinstance(each, Instance) and each.name == CALLABLE for each in alternatives(expected)
        )
        return Fit.YES if takes_functions else Fit.NO
    fits = {_is_instance(actual, member) for member in alternatives(expected) if isinstance(member, Instance)}
    return next((fit for fit in (Fit.YES, Fit.PERHAPS) if fit in fits), Fit.NO)


def _is_instance(actual: Instance, expected: Instance) -> Fit:
    if expected.name in ITERABLES:
        return _iterable_fits(actual, expected)
    if expected.name == CALLABLE:
        return Fit.YES if actual.name == CALLABLE or find_member(actual.name, "__call__") else Fit.NO
    if expected.name not in linear_bases(actual.name):
        return Fit.NO
    if expected.name == "builtins.tuple" and expected.arguments and ELLIPSIS not in expected.arguments:
        return _tuple_fits(actual, expected)
    if len(expected.arguments) != len(actual.arguments):
        return Fit.YES
    # A list of frames is told from a list of series, a dict by its values.
    return _assignable(actual.arguments[-1], expected.arguments[-1]) if expected.arguments else Fit.YES


def _iterable_fits(actual: Instance, expected: Instance) -> Fit:
    if actual.name in _NOT_ITERABLE:
        return Fit.NO
    if actual.name == "builtins.tuple":
        element = union(each for each in actual.arguments if each != ELLIPSIS)
    elif ITERABLES.isdisjoint(linear_bases(actual.name)):
        is_known = actual.name.startswith("builtins.") or find_member(actual.name, "__iter__") is not None
        return Fit.YES if is_known and has_variables(expected) else Fit.PERHAPS
    else:
        element = actual.arguments[0] if actual.arguments else UNKNOWN
    return _assignable(element, expected.arguments[0]) if expected.arguments else Fit.YES


def _tuple_fits(actual: Instance, expected: Instance) -> Fit:
    """Tuples are compared position by position: `frame.loc[rows, "a"]`."""
    if not actual.arguments or actual.arguments[1:] == (ELLIPSIS,):
        return Fit.PERHAPS
    if len(actual.arguments) != len(expected.arguments):
        return Fit.NO
    fits = {
        _assignable(mine, wanted) for mine, wanted in zip(actual.arguments, expected.arguments, strict=True)
    }
    return next((fit for fit in (Fit.NO, Fit.PERHAPS) if fit in fits), Fit.YES)
