"""Annotations as types: those of stubs and those in the code under analysis."""

from __future__ import annotations

import ast
from collections.abc import Callable

from mllint_rules.knowledge.library import canonical_name, find_class, type_variables
from mllint_rules.knowledge.stubs import VARIABLE
from mllint_rules.semantic.types import (
    BOOL,
    ELLIPSIS,
    NONE,
    UNKNOWN,
    Instance,
    Symbol,
    Type,
    Unknown,
    Variable,
    tuple_of,
    union,
)

Resolve = Callable[[str], "str | Type | None"]
"""What a dotted name stands for where an annotation is written: a canonical name, or the type of an alias."""

# Names that say nothing about which object it is.
_OPAQUE = frozenset({"typing.Any", "builtins.object", "typing.Hashable", "collections.abc.Hashable"})
# Words of the type system that are no classes of objects.
_UNSPEAKABLE = frozenset(
    f"typing.{name}"
    for name in ("Optional", "Union", "Literal", "LiteralString", "Never", "NoReturn", "Annotated", "Final", "ClassVar",
                 "TypeAlias", "Type", "Unpack", "Concatenate", "ParamSpec", "TypeVar", "AnyStr", "Generic", "Protocol")
)  # fmt: skip
_GENERIC_ALIASES = {
    "typing.List": "builtins.list",
    "typing.Dict": "builtins.dict",
    "typing.Tuple": "builtins.tuple",
    "typing.Set": "builtins.set",
    "typing.FrozenSet": "builtins.frozenset",
    "typing.Mapping": "collections.abc.Mapping",
    "typing.Sequence": "collections.abc.Sequence",
    "typing.Iterable": "collections.abc.Iterable",
    "typing.Iterator": "collections.abc.Iterator",
    "typing.Generator": "collections.abc.Generator",
    "typing.Callable": "collections.abc.Callable",
    "typing.Collection": "collections.abc.Collection",
    "typing.MutableMapping": "collections.abc.MutableMapping",
    "typing.MutableSequence": "collections.abc.MutableSequence",
    "typing.AbstractSet": "collections.abc.Set",
    "typing.Coroutine": "collections.abc.Coroutine",
    "typing.AsyncIterator": "collections.abc.AsyncIterator",
    "typing.AsyncGenerator": "collections.abc.AsyncGenerator",
    "typing.ItemsView": "collections.abc.ItemsView",
    "typing.KeysView": "collections.abc.KeysView",
    "typing.ValuesView": "collections.abc.ValuesView",
    "typing.Deque": "collections.deque",
    "typing.DefaultDict": "collections.defaultdict",
    "typing.OrderedDict": "collections.OrderedDict",
    "typing.Counter": "collections.Counter",
    "typing.Text": "builtins.str",
}
_NUMBERS_OF_ARGUMENTS = {"builtins.dict": 2, "builtins.list": 1, "builtins.set": 1}
_TRANSPARENT = frozenset(
    {
        "typing.Annotated",
        "typing.Final",
        "typing.ClassVar",
        "typing.Required",
        "typing.NotRequired",
        "typing.ReadOnly",
    }
)


def annotation_type(node: ast.expr | None, resolve: Resolve, self_type: Type = UNKNOWN) -> Type:
    """The type an annotation names.

    `resolve` gives the canonical name of a dotted name in the place where the annotation stands; `self_type` is
    what `Self` means there.
    """
    if node is None:
        return UNKNOWN
    if isinstance(node, ast.Constant):
        return _constant(node, resolve, self_type)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return union(annotation_type(side, resolve, self_type) for side in (node.left, node.right))
    if isinstance(node, ast.Subscript):
        return _subscript(node, resolve, self_type)
    if isinstance(node, (ast.Name, ast.Attribute)):
        written = dotted_name(node)
        name = resolve(written) if written else None
        if name is None or name in _OPAQUE:
            return UNKNOWN
        if not isinstance(name, str):
            return name
        if name.startswith(VARIABLE):
            name, _, bound = name.removeprefix(VARIABLE).partition("=")
            return Variable(name, Instance(canonical_name(bound)) if bound else UNKNOWN)
        if name.startswith("typing_ext"):
            name = name.replace("typing_extensions.", "typing.", 1)
        if name == "typing.Self":
            return self_type
        if name in _UNSPEAKABLE:
            return UNKNOWN
        if name == "builtins.None":
            return NONE
        return Instance(_GENERIC_ALIASES.get(name, name))
    return UNKNOWN


def _constant(node: ast.Constant, resolve: Resolve, self_type: Type) -> Type:
    if node.value is None:
        return NONE
    if isinstance(node.value, str):
        try:
            inner = ast.parse(node.value.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return UNKNOWN
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            return UNKNOWN
        return annotation_type(inner, resolve, self_type)
    return UNKNOWN


def _subscript(node: ast.Subscript, resolve: Resolve, self_type: Type) -> Type:
    written = dotted_name(node.value)
    head = resolve(written) if written else None
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if not isinstance(head, str):
        return UNKNOWN if head is None else head  # an alias with parameters is taken without them
    head = head.replace("typing_extensions.", "typing.", 1)
    if head == "typing.Optional":
        return union([annotation_type(parts[0], resolve, self_type), NONE])
    if head == "typing.Union":
        return union(annotation_type(part, resolve, self_type) for part in parts)
    if head == "typing.Literal":
        return union(_literal(part) for part in parts)
    if head in _TRANSPARENT:
        return annotation_type(parts[0], resolve, self_type)
    if head in ("builtins.type", "typing.Type"):
        inner = annotation_type(parts[0], resolve, self_type)
        return Symbol(inner.name) if isinstance(inner, Instance) else UNKNOWN
    head = _GENERIC_ALIASES.get(head, head)
    if head in _UNSPEAKABLE or head in _OPAQUE:
        return UNKNOWN
    if head == "builtins.tuple" and len(parts) == 2 and _is_ellipsis(parts[1]):
        return tuple_of(annotation_type(parts[0], resolve, self_type), ELLIPSIS)
    arguments = tuple(annotation_type(part, resolve, self_type) for part in parts)
    if head != "builtins.tuple" and all(isinstance(argument, Unknown) for argument in arguments):
        arguments = ()
    is_plain = find_class(head) is not None and not head.startswith(("builtins.", "collections."))
    if is_plain and not type_variables(head):
        arguments = ()  # `Series[int]`, `NDArray[float64]`
    if len(arguments) != _NUMBERS_OF_ARGUMENTS.get(head, len(arguments)):
        arguments = ()
    return Instance(head, arguments)


def _literal(node: ast.expr) -> Type:
    if isinstance(node, ast.Constant) and node.value is None:
        return NONE
    if isinstance(node, ast.Constant):
        return BOOL if isinstance(node.value, bool) else Instance(f"builtins.{type(node.value).__name__}")
    return UNKNOWN


def _is_ellipsis(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is Ellipsis


def dotted_name(node: ast.expr) -> str | None:
    """`a.b.c` for a name or a chain of attributes on a name; None for anything else."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    parts.append(node.id)
    return ".".join(reversed(parts))
