"""The one walk over a syntax tree: parents, nodes by type, names and calls by name."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import TypeVar, overload

Node = TypeVar("Node", bound=ast.AST)
Second = TypeVar("Second", bound=ast.AST)
Third = TypeVar("Third", bound=ast.AST)

_SKIPPED_FIELDS = {
    "ctx", "op", "ops", "type_comment", "type_ignores", "kind", "level", "attr", "id", "arg", "asname", "module",
    "simple", "conversion", "is_async", "name", "names", "value_kind", "rest", "kwd_attrs", "str",
}  # fmt: skip


# The fields of each node type that hold nodes. `name`, `names`, `value` and `arg` hold text in some types
# and nodes in others, so the table is built from what the types really hold.
def _node_fields() -> dict[type[ast.AST], tuple[str, ...]]:
    table = {}
    types: list[type[ast.AST]] = [ast.AST]
    while types:
        kind = types.pop()
        types.extend(kind.__subclasses__())
        table[kind] = tuple(field for field in kind._fields if field not in _SKIPPED_FIELDS)
    return table


_NODE_FIELDS = _node_fields()
_NODE_FIELDS[ast.Constant] = ()
_NODE_FIELDS[ast.MatchSingleton] = ()
_NODE_FIELDS[ast.Name] = ()
if hasattr(ast, "TypeAlias"):  # Python 3.12: its name is a node
    _NODE_FIELDS[ast.TypeAlias] = ("name", "type_params", "value")


class SyntaxIndex:
    """What one pass over the tree finds. Lists are in no particular order; sort by position where it matters."""

    def __init__(self, tree: ast.Module) -> None:
        self.tree = tree
        self.parents: dict[ast.AST, ast.AST] = {}
        self.names: defaultdict[str, list[ast.Name]] = defaultdict(list)
        self.calls: defaultdict[str, list[ast.Call]] = defaultdict(list)
        self._nodes: defaultdict[type[ast.AST], list[ast.AST]] = defaultdict(list)
        self._ordered: dict[tuple[type[ast.AST], ...], list[ast.AST]] = {}
        self._walk()

    def _walk(self) -> None:
        parents, names, calls, nodes = self.parents, self.names, self.calls, self._nodes
        name_type, call_type, attribute_type, list_type = ast.Name, ast.Call, ast.Attribute, list
        fields = _NODE_FIELDS
        stack: list[ast.AST] = [self.tree]
        pop, push = stack.pop, stack.append
        while stack:
            node = pop()
            kind = node.__class__
            if kind is name_type:
                names[node.id].append(node)  # type: ignore[attr-defined, arg-type]
                continue
            nodes[kind].append(node)
            if kind is call_type:
                function = node.func  # type: ignore[attr-defined]
                if function.__class__ is name_type:
                    calls[function.id].append(node)  # type: ignore[arg-type]
                elif function.__class__ is attribute_type:
                    calls[function.attr].append(node)  # type: ignore[arg-type]
            for field in fields[kind]:
                value = getattr(node, field)
                if value.__class__ is list_type:
                    for child in value:
                        if child is not None:
                            parents[child] = node
                            push(child)
                elif value is not None:
                    parents[value] = node
                    push(value)

    @overload
    def nodes(self, kind: type[Node], /) -> list[Node]: ...
    @overload
    def nodes(self, kind: type[Node], second: type[Second], /) -> list[Node | Second]: ...
    @overload
    def nodes(
        self, kind: type[Node], second: type[Second], third: type[Third], /
    ) -> list[Node | Second | Third]: ...
    def nodes(self, *kinds: type[ast.AST]) -> Sequence[ast.AST]:
        """All nodes of exactly these types, in source order."""
        ordered = self._ordered.get(kinds)
        if ordered is None:
            ordered = [node for kind in kinds for node in self._of_kind(kind)]
            if len(ordered) > 1:
                ordered.sort(key=place if _PLACED.issuperset(kinds) else position)
            self._ordered[kinds] = ordered
        return ordered

    def some(self, kind: type[Node]) -> Iterable[Node]:
        """All nodes of exactly this type, in no order: where that does not matter, sorting would be the most of it."""
        return self._of_kind(kind)  # type: ignore[return-value]

    def nodes_like(self, form: Callable[[Node], bool], *kinds: type[ast.AST]) -> list[Node]:
        """The nodes of these types that have a form, in source order; only these few are put in order."""
        nodes: Iterable[Node] = chain.from_iterable(self._of_kind(kind) for kind in kinds)  # type: ignore[misc]
        return sorted(filter(form, nodes), key=place if _PLACED.issuperset(kinds) else position)

    @cached_property
    def set_attributes(self) -> list[ast.Attribute]:
        """The attributes that are assigned or deleted, in source order: a small part of all."""
        return sorted(
            (node for node in self.some(ast.Attribute) if node.ctx.__class__ is not ast.Load), key=place
        )

    @cached_property
    def set_subscripts(self) -> list[ast.Subscript]:
        """The subscripts that are assigned or deleted, in source order."""
        return sorted(
            (node for node in self.some(ast.Subscript) if node.ctx.__class__ is not ast.Load), key=place
        )

    def attributes_named(self, name: str) -> list[ast.Attribute]:
        """The attributes of that name, of whatever object, in source order."""
        return self._attributes.get(name, [])

    @cached_property
    def _attributes(self) -> dict[str, list[ast.Attribute]]:
        found: dict[str, list[ast.Attribute]] = {}
        for node in self.nodes(ast.Attribute):
            found.setdefault(node.attr, []).append(node)
        return found

    @property
    def kinds(self) -> set[type[ast.AST]]:
        """The node types that occur."""
        return {*self._nodes, ast.Name} if self.names else set(self._nodes)

    def _of_kind(self, kind: type[ast.AST]) -> Iterable[ast.AST]:
        if kind is ast.Name:  # kept by their text only
            return chain.from_iterable(self.names.values())
        return self._nodes.get(kind, ())

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        """The parents of a node, nearest first, ending with the module."""
        parents = self.parents
        current = parents.get(node)
        while current is not None:
            yield current
            current = parents.get(current)

    def statement(self, node: ast.AST) -> ast.stmt:
        """The innermost statement that holds the node (itself, if it is one)."""
        current: ast.AST | None = node
        while current is not None and not isinstance(current, ast.stmt):
            current = self.parents.get(current)
        if current is None:
            raise ValueError("the node belongs to no statement of this tree")
        return current


place = attrgetter("lineno", "col_offset")
"""The `position` of a statement or expression, many times faster."""

_PLACED = frozenset(kind for kind in _NODE_FIELDS if "lineno" in kind._attributes)


def position(node: ast.AST) -> tuple[int, int]:
    """Where a node begins, as line and column: its order in the text. Modules and the like come first."""
    return (getattr(node, "lineno", 0), getattr(node, "col_offset", 0))


def children(node: ast.AST) -> list[ast.AST]:
    """The nodes right below a node, in source order (`ast.iter_child_nodes` without contexts and operators)."""
    found: list[ast.AST] = []
    for field in _NODE_FIELDS[node.__class__]:
        value = getattr(node, field)
        if value.__class__ is list:
            found.extend([child for child in value if child is not None])
        elif value is not None:
            found.append(value)
    return found


def walk(root: ast.AST) -> Iterator[ast.AST]:
    """A node and all below it, in source order."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        if node.__class__ is not ast.Name:
            stack.extend(reversed(children(node)))


def walk_expression(root: ast.AST) -> Iterator[ast.AST]:
    """The nodes of an expression in source order, without the bodies of lambdas."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        kind = node.__class__
        if kind is ast.Name or kind is ast.Constant:
            continue
        if kind is ast.Lambda:
            arguments: ast.arguments = node.args  # type: ignore[attr-defined]
            stack.extend(reversed([*arguments.defaults, *(d for d in arguments.kw_defaults if d)]))
            continue
        stack.extend(reversed(children(node)))
