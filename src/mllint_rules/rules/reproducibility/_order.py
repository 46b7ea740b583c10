"""Whether the order of a sequence that has none matters for what the program does with it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Any

from mllint_rules.kit import BindingKind, Context, ScopeKind, position, table
from mllint_rules.rules.reproducibility._parallel import is_made_in, is_parallel, uses_number

COLLECTED = "the order of the data"
INDEXED = "which one is taken"
SLICED = "which ones are taken"
_STEPS = 12  # names and containers through which a sequence is followed
_APPENDING = ("append", "extend")


class OrderUse:
    """The way of one unordered sequence through a document."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        facts: dict[str, Any] = table("randomness")["listings"]
        self._settling = frozenset(facts["ordering"])
        self._passing = frozenset(facts["passing"])
        self._positional: dict[str, str] = facts["positional"]
        self._collecting = frozenset(facts["collecting"]["names"])
        self._seen: set[ast.AST] = set()

    def decides(self, node: ast.expr, *, is_content: bool = False) -> str | None:
        """What the order of the sequence decides; None when it is set, makes no difference or is not known.

        `is_content` says that the elements are what was read already, so that an array of them is data.
        """
        if node in self._seen or len(self._seen) > _STEPS:
            return None
        self._seen.add(node)
        parent = self._ctx.parent(node)
        if isinstance(parent, ast.Call):
            return self._passed(parent, node, is_content)
        if isinstance(parent, ast.Subscript) and parent.value is node and isinstance(parent.ctx, ast.Load):
            return self._subscripted(parent)
        if isinstance(parent, ast.comprehension):
            owner = self._ctx.parent(parent)
            if not isinstance(owner, (ast.ListComp, ast.GeneratorExp)):
                return None
            return self.decides(owner, is_content=is_content or not _is_filter(owner))
        if isinstance(parent, (ast.For, ast.AsyncFor)) and parent.iter is node:
            return self.gathered(parent)
        if isinstance(parent, ast.Assign) and len(parent.targets) == 1:
            return self._stored(parent.targets[0], is_content)
        if isinstance(parent, ast.AugAssign) and isinstance(parent.op, ast.Add):
            return self._stored(parent.target, is_content)
        if isinstance(parent, ast.Starred):
            container = self._ctx.parent(parent)
            return self.decides(container, is_content=is_content) if isinstance(container, ast.List) else None
        if isinstance(parent, (ast.Dict, ast.IfExp)) or (
            isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Add)
        ):
            return self._inside(parent, is_content)
        return None

    def _inside(self, parent: ast.expr, is_content: bool) -> str | None:
        if not isinstance(parent, ast.Dict):
            return self.decides(parent, is_content=is_content)
        # A column of a frame: `DataFrame({"file": files})`.
        call = self._ctx.parent(parent)
        is_frame = isinstance(call, ast.Call) and self._ctx.called(call) in self._collecting
        return COLLECTED if is_frame else None

    def _passed(self, call: ast.Call, node: ast.expr, is_content: bool) -> str | None:
        if node is call.func:
            return None
        name = self._ctx.called(call) or ""
        if name in self._passing:
            return self.decides(call, is_content=is_content or name == "builtins.map")
        if name in self._positional:
            return self._positional_use(call, node, name, is_content)
        if name in self._collecting:
            return COLLECTED if is_content or name.startswith(("pandas.", "polars.")) else self.decides(call)
        method = call.func.attr if isinstance(call.func, ast.Attribute) else None
        if method == "extend" and isinstance(call.func, ast.Attribute):
            return self._stored(call.func.value, is_content)
        return None

    def _positional_use(self, call: ast.Call, node: ast.expr, name: str, is_content: bool) -> str | None:
        if _is_set(self._ctx, call):
            return None
        if name == "builtins.enumerate" and not uses_number(self._ctx, call):
            return self.decides(call, is_content=is_content)
        if name == "builtins.zip":
            others = [argument for argument in call.args if argument is not node]
            if all(is_parallel(self._ctx, node, other) for other in others):
                return self.decides(call, is_content=is_content)
        return self._positional[name]

    def _subscripted(self, node: ast.Subscript) -> str | None:
        if isinstance(node.slice, ast.Slice):
            lower, upper = node.slice.lower, node.slice.upper
            return SLICED if lower is not None or upper is not None else self.decides(node)
        if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
            return None
        return None if self._is_single(node.value) else INDEXED

    def _is_single(self, node: ast.expr) -> bool:
        """Whether the code around checks that the sequence has one element."""
        if not isinstance(node, ast.Name):
            return False
        known = set(self._ctx.definitions(node))
        for call in self._ctx.calls_of("builtins.len"):
            counted, compared = call.positional(0), self._ctx.parent(call.node)
            if isinstance(counted, ast.Name) and isinstance(compared, ast.Compare):
                sides = (compared.left, compared.comparators[0])
                is_one = any(self._ctx.value_of(side) == 1 for side in sides if side is not call.node)
                if is_one and not known.isdisjoint(self._ctx.definitions(counted)):
                    return True
        return False

    # Names

    def _stored(self, target: ast.expr, is_content: bool) -> str | None:
        reads = list(self._reads(target))
        if any(self._is_settled(read) for read in reads):
            return None
        uses = (self.decides(read, is_content=is_content) for read in reads)
        return next((use for use in uses if use is not None), None)

    def _reads(self, target: ast.expr) -> Iterator[ast.expr]:
        """The later reads of a local name, or those of an attribute of `self` in the class."""
        ctx = self._ctx
        if isinstance(target, ast.Name):
            scopes = ctx.model.names.scopes
            owner = scopes.lookup(target.id, scopes.scope_of(target))
            if owner is None or owner.kind is ScopeKind.CLASS:
                return
            if any(binding.kind is BindingKind.PARAMETER for binding in owner.bindings[target.id]):
                return
            for name in ctx.model.index.names[target.id]:
                is_later = position(name) > position(target) or owner.frame is not scopes.scope_of(name).frame
                is_own = scopes.lookup(name.id, scopes.scope_of(name)) is owner
                if is_own and is_later and isinstance(name.ctx, ast.Load) and self._may_reach(target, name):
                    yield name
        elif isinstance(target, ast.Attribute):
            yield from (node for node in ctx.attribute_mentions(target) if isinstance(node.ctx, ast.Load))

    def _may_reach(self, target: ast.Name, name: ast.Name) -> bool:
        """Whether the list bound at a store may be what is read: not after the name got another value."""
        binding = self._ctx.model.binding_at(target)
        definitions = self._ctx.definitions(name)
        if binding is None:  # `name.extend(…)`: the target itself is a read
            return not set(self._ctx.definitions(target)).isdisjoint(definitions)
        return binding in definitions

    def _is_settled(self, read: ast.expr) -> bool:
        """Whether a read sorts the list, for itself and for all others."""
        parent = self._ctx.parent(read)
        if isinstance(parent, ast.Attribute):
            return parent.attr == "sort"
        if not isinstance(parent, ast.Call) or read not in parent.args:
            return False
        return (self._ctx.called(parent) or "") in (
            "builtins.sorted",
            "natsort.natsorted",
            "natsort.os_sorted",
        )

    # Loops

    def gathered(self, loop: ast.For | ast.AsyncFor) -> str | None:
        """Whether a loop over the sequence builds a list that keeps the order."""
        for list_ in self._built_in(loop.body):
            if is_made_in(self._ctx, list_, loop):
                continue
            found = self._stored(list_, True)
            if found is not None:
                return found
        return None

    def _built_in(self, body: Sequence[ast.stmt]) -> Iterator[ast.expr]:
        for statement in body:
            for node in ast.walk(statement):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    if node.func.attr in _APPENDING and self._ctx.is_a(node.func.value, "builtins.list"):
                        yield node.func.value
                elif isinstance(node, ast.AugAssign) and isinstance(node.value, (ast.List, ast.ListComp)):
                    yield node.target


def _is_filter(node: ast.ListComp | ast.GeneratorExp) -> bool:
    """Whether a comprehension hands its elements on as they are."""
    return len(node.generators) == 1 and ast.unparse(node.elt) == ast.unparse(node.generators[0].target)


def _is_set(ctx: Context, call: ast.Call) -> bool:
    """Whether what is numbered or paired goes into a set or a count, where the order is lost again."""
    parent = ctx.parent(call)
    return isinstance(parent, ast.Call) and ctx.called(parent) in (
        "builtins.set",
        "builtins.len",
        "builtins.dict",
    )
