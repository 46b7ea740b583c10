"""What operators give: arithmetic, comparisons and unary operators, by the `operators` table and by stubs."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from mllint_rules.knowledge.library import find_class, linear_bases
from mllint_rules.knowledge.tables import table
from mllint_rules.semantic.types import (
    BOOL,
    BYTES,
    ELLIPSIS,
    FLOAT,
    INT,
    NEVER,
    STR,
    UNKNOWN,
    Instance,
    Type,
    Union,
    alternatives,
    instance,
    tuple_of,
    union,
)

if TYPE_CHECKING:
    from mllint_rules.semantic.inference import Inference

_NUMBERS = [BOOL, INT, FLOAT, Instance("builtins.complex")]
_METHODS: dict[type[ast.AST], str] = {
    ast.Add: "__add__", ast.Sub: "__sub__", ast.Mult: "__mul__", ast.Div: "__truediv__", ast.Mod: "__mod__",
    ast.MatMult: "__matmul__", ast.FloorDiv: "__floordiv__", ast.Pow: "__pow__", ast.BitAnd: "__and__",
    ast.BitOr: "__or__", ast.BitXor: "__xor__", ast.LShift: "__lshift__", ast.RShift: "__rshift__",
}  # fmt: skip
_BITS = (ast.BitAnd, ast.BitOr, ast.BitXor)
_SET_OPERATORS = (*_BITS, ast.Sub)
_LISTS = ("builtins.list", "builtins.set", "builtins.frozenset")
_SMALL = 16  # members of a union that are combined with each other


def binary_type(inference: Inference, node: ast.BinOp, known: object) -> Type:
    """The type of an operation. `known` holds the nodes whose types need no work."""
    # Long chains (`a + b + c + …`) lean to the left: walk them instead of recursing.
    chain = [node]
    while isinstance(chain[-1].left, ast.BinOp) and chain[-1].left not in known:  # type: ignore[operator]
        chain.append(chain[-1].left)
    result = inference.type_of(chain[-1].left)
    for step in reversed(chain):
        result = operation_type(inference, result, step.op, step.right)
    return result


def operation_type(inference: Inference, left: Type, operator: ast.operator, right: ast.expr) -> Type:
    """What `left <operator> right` gives."""
    if isinstance(left, Instance):
        method = inference.operator_type(left, _METHODS[type(operator)], right)
        if method is not None:
            return method
    return combined_type(left, operator, inference.type_of(right))


def combined_type(left: Type, operator: ast.operator, right: Type) -> Type:
    """What an operation on two types gives, possibility by possibility."""
    if not isinstance(left, Union) and not isinstance(right, Union):
        return _combine(left, operator, right)
    if NEVER in (left, right):
        return NEVER
    pairs = [(one, other) for one in alternatives(left) for other in alternatives(right)]
    if len(pairs) > _SMALL:
        return UNKNOWN
    return union(_combine(one, operator, other) for one, other in pairs)


def unary_type(inference: Inference, node: ast.UnaryOp) -> Type:
    """What `not`, `-`, `+` and `~` give."""
    if isinstance(node.op, ast.Not):
        return BOOL
    operand = inference.type_of(node.operand)
    return union(INT if member == BOOL else member for member in alternatives(operand))


def comparison_type(inference: Inference, node: ast.Compare) -> Type:
    """What a comparison gives: of frames and arrays one for each element, of plain values a truth value."""
    if any(isinstance(op, (ast.Is, ast.IsNot, ast.In, ast.NotIn)) for op in node.ops):
        return BOOL
    sides = [inference.type_of(side) for side in (node.left, *node.comparators)]
    to_array = table("operators")["comparison"]["to_array"]
    if any(isinstance(side, Instance) and side.name in to_array for side in sides):
        return Instance("numpy.ndarray")
    if all(_is_plain(side) for side in sides):
        return BOOL
    result = sides[0]
    for side in sides[1:]:
        result = combined_type(result, _ELEMENTWISE, side)
    containers = table("operators")["containers"]
    if all(isinstance(each, Instance) and each.name in containers for each in alternatives(result)):
        return result if result != NEVER else UNKNOWN
    return UNKNOWN


_ELEMENTWISE = ast.Sub()
_PLAIN = frozenset(
    f"builtins.{name}" for name in ("bool", "int", "float", "str", "bytes", "tuple", "list", "dict", "set")
)


def _is_plain(type_: Type) -> bool:
    return all(isinstance(each, Instance) and each.name in _PLAIN for each in alternatives(type_))


def _combine(left: Type, operator: ast.operator, right: Type) -> Type:
    containers: list[str] = table("operators")["containers"]
    left, right = _container(left, containers), _container(right, containers)
    sides = [side for side in (left, right) if isinstance(side, Instance)]
    present = {side.name for side in sides}
    winner = next((name for name in containers if name in present), None)
    if winner is not None:
        return _with_container(winner, containers, left, operator, right)
    if len(sides) < 2:
        return STR if left == STR and isinstance(operator, ast.Mod) else UNKNOWN
    return _plain(sides[0], operator, sides[1])


def _container(type_: Type, containers: Sequence[str]) -> Type:
    """The container that an instance of one of its described subclasses is in an operation (`Parameter`)."""
    if not isinstance(type_, Instance) or type_.name in containers or type_.name.startswith("builtins."):
        return type_
    return next((Instance(base) for base in linear_bases(type_.name) if base in containers), type_)


def _with_container(
    winner: str, containers: Sequence[str], left: Type, operator: ast.operator, right: Type
) -> Type:
    for side in (left, right):
        if not isinstance(side, Instance):
            # An unknown operand may itself be the container that wins.
            if winner != containers[0]:
                return UNKNOWN
        elif side.name not in containers and not _is_described(side.name):
            return UNKNOWN
    if isinstance(operator, ast.MatMult) and winner.startswith("pandas."):
        products: dict[str, str] = table("operators")["products"]
        names = [side.name if isinstance(side, Instance) else "" for side in (left, right)]
        product = products.get(" @ ".join(names))
        return Instance(product) if product is not None else UNKNOWN
    return Instance(winner)


def _is_described(name: str) -> bool:
    # What another library makes of it (`array * quantity`) only that library knows.
    return name.startswith(("builtins.", "numpy.", "datetime.")) or find_class(name) is not None


def _plain(left: Instance, operator: ast.operator, right: Instance) -> Type:
    if left in _NUMBERS and right in _NUMBERS:
        return _number(left, operator, right)
    if isinstance(operator, ast.Add):
        return _sum(left, right)
    if isinstance(operator, ast.Mult):
        for side, other in ((left, right), (right, left)):
            if other in (INT, BOOL):
                if side in (STR, BYTES) or side.name == "builtins.list":
                    return side
                if side.name == "builtins.tuple":
                    return Instance("builtins.tuple")
    if isinstance(operator, ast.Mod) and left in (STR, BYTES):
        return left
    if isinstance(operator, _SET_OPERATORS) and left.name in _LISTS[1:] and right.name in _LISTS[1:]:
        return _joined(left, right) if isinstance(operator, (ast.BitOr, ast.BitXor)) else left
    if isinstance(operator, ast.BitOr) and left.name == right.name == "builtins.dict":
        return _joined(left, right)
    return UNKNOWN


def _sum(left: Instance, right: Instance) -> Type:
    if left == right and left in (STR, BYTES):
        return left
    if left.name == right.name == "builtins.list":
        return _joined(left, right)
    if left.name == right.name == "builtins.tuple":
        parts = (*left.arguments, *right.arguments)
        known = left.arguments and right.arguments and ELLIPSIS not in parts
        return tuple_of(*parts) if known else Instance("builtins.tuple")
    return UNKNOWN


def _joined(left: Instance, right: Instance) -> Type:
    """A container that holds the elements of both."""
    if not left.arguments or not right.arguments:
        return Instance(left.name)
    return instance(
        left.name,
        *(union([mine, other]) for mine, other in zip(left.arguments, right.arguments, strict=True)),
    )


def _number(left: Instance, operator: ast.operator, right: Instance) -> Type:
    places = (_NUMBERS.index(left), _NUMBERS.index(right))
    if isinstance(operator, _BITS) and places == (0, 0):
        return BOOL
    widest = max(*places, 1)
    return FLOAT if isinstance(operator, ast.Div) and widest < 2 else _NUMBERS[widest]
