"""What a call of a described function returns: choosing among overloads by the arguments at hand."""

from __future__ import annotations

import ast
from enum import Enum
from typing import TYPE_CHECKING

from mllint_rules.knowledge.facts import FunctionFacts, Parameter, Signature
from mllint_rules.knowledge.library import canonical_name, linear_bases
from mllint_rules.knowledge.stubs import qualify
from mllint_rules.semantic.annotations import annotation_type, dotted_name
from mllint_rules.semantic.types import UNKNOWN, Instance, Type, Union, Unknown, alternatives, union
from mllint_rules.semantic.values import NOT_LITERAL

if TYPE_CHECKING:
    from mllint_rules.semantic.inference import Inference


class Fit(Enum):
    """Whether a signature takes the arguments of a call."""

    YES = "yes"
    PERHAPS = "perhaps"
    NO = "no"


def call_type(inference: Inference, function: FunctionFacts, node: ast.Call | None, receiver: Type) -> Type:
    """The result of calling `function` on `receiver`; `node` is None for calls that Python makes by itself."""

    def resolve(text: str) -> str:
        return canonical_name(qualify(text, function.module))

    signatures = function.signatures
    if len(signatures) == 1 or node is None:
        return annotation_type(signatures[0].returns, resolve, receiver)
    possible = []
    for signature in signatures:
        fit = _fit(inference, signature, node, resolve)
        if fit is Fit.NO:
            continue
        possible.append(annotation_type(signature.returns, resolve, receiver))
        if fit is Fit.YES:
            break
    return union(possible) if possible else UNKNOWN


def _fit(inference: Inference, signature: Signature, node: ast.Call, resolve: object) -> Fit:
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
        fit = _fits(inference, parameter, value, resolve)
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


def _fits(inference: Inference, parameter: Parameter, value: ast.expr, resolve: object) -> Fit:
    annotation = parameter.annotation
    if annotation is None:
        return Fit.YES
    literals = _literal_values(annotation)
    if literals is not None:
        actual = inference.literal(value)
        if actual is NOT_LITERAL:
            return Fit.PERHAPS
        return Fit.YES if any(actual is one or actual == one for one in literals) else Fit.NO
    expected = annotation_type(annotation, resolve, UNKNOWN)  # type: ignore[arg-type]
    if isinstance(value, ast.Slice):
        return Fit.YES if Instance("builtins.slice") in alternatives(expected) else Fit.NO
    return _assignable(inference.type_of(value), expected)


def _literal_values(annotation: ast.expr) -> list[object] | None:
    if isinstance(annotation, ast.Subscript) and (dotted_name(annotation.value) or "").endswith("Literal"):
        parts = annotation.slice.elts if isinstance(annotation.slice, ast.Tuple) else [annotation.slice]
        return [part.value for part in parts if isinstance(part, ast.Constant)]
    return None


def _assignable(actual: Type, expected: Type) -> Fit:
    if isinstance(expected, Unknown):
        return Fit.YES
    if isinstance(actual, Unknown):
        return Fit.PERHAPS
    if isinstance(actual, Union):
        fits = {_assignable(member, expected) for member in actual.members}
        return fits.pop() if len(fits) == 1 else Fit.PERHAPS
    if not isinstance(actual, Instance):
        return Fit.NO
    wanted = {member.name for member in alternatives(expected) if isinstance(member, Instance)}
    return Fit.NO if wanted.isdisjoint(linear_bases(actual.name)) else Fit.YES
