"""Mappings that come from outside, and the literal keys that the code reads from them."""

from __future__ import annotations

import ast
import keyword
from dataclasses import dataclass, field

from mllint_rules.kit import Binding, Context

# What the attributes of a model are called already.
_RESERVED = frozenset(
    {"copy", "construct", "dict", "fields", "from_orm", "json", "parse_file", "parse_obj", "parse_raw", "schema",
     "schema_json", "update_forward_refs", "validate"}
)  # fmt: skip
_CONVERSIONS = {
    "builtins.float": "float",
    "builtins.int": "int",
    "builtins.str": "str",
    "builtins.bool": "bool",
}


@dataclass(frozen=True, slots=True)
class KeyRead:
    """One read of a literal key: `record["a"]` or `record.get("a", default)`."""

    key: str
    node: ast.Subscript | ast.Call
    default: ast.expr | None = None

    @property
    def is_optional(self) -> bool:
        """Whether the code goes on without the key."""
        return isinstance(self.node, ast.Call)


@dataclass(slots=True)
class RecordReads:
    """What a function reads from one mapping; `others` are the uses that are no reads of a literal key."""

    reads: list[KeyRead] = field(default_factory=list)
    others: list[ast.expr] = field(default_factory=list)

    @property
    def keys(self) -> dict[str, list[KeyRead]]:
        """The reads by key, in the order of the first one."""
        found: dict[str, list[KeyRead]] = {}
        for read in self.reads:
            found.setdefault(read.key, []).append(read)
        return found


def record_reads(ctx: Context, start: ast.expr | Binding) -> RecordReads:
    """The reads of literal keys from an expression, or from the uses of a binding that nothing else may reach."""
    found = RecordReads()
    if isinstance(start, Binding):
        _read_uses(ctx, start, found)
        return found
    statement = ctx.parent(start)
    target = assigned_name(statement, start)
    binding = ctx.model.binding_at(target) if target is not None else None
    if binding is not None:
        _read_uses(ctx, binding, found)
    else:
        read_key(ctx, start, found)
    return found


def assigned_name(statement: ast.AST | None, value: ast.expr) -> ast.Name | None:
    """The one name that a statement binds to the value."""
    if isinstance(statement, ast.Assign) and statement.value is value and len(statement.targets) == 1:
        target: ast.expr = statement.targets[0]
    elif isinstance(statement, (ast.AnnAssign, ast.NamedExpr)) and statement.value is value:
        target = statement.target
    else:
        return None
    return target if isinstance(target, ast.Name) else None


def _read_uses(ctx: Context, binding: Binding, found: RecordReads) -> None:
    for use in ctx.uses(binding):
        if len(ctx.definitions(use)) == 1:
            read_key(ctx, use, found)
        else:
            found.others.append(use)


def read_key(ctx: Context, node: ast.expr, found: RecordReads) -> None:
    """Take in what stands around an expression that is the mapping: the read of a literal key, or another use."""
    parent = ctx.parent(node)
    if isinstance(parent, ast.Subscript) and parent.value is node and isinstance(parent.ctx, ast.Load):
        key = ctx.value_of(parent.slice)
        if isinstance(key, str):
            found.reads.append(KeyRead(key, parent))
            return
    if isinstance(parent, ast.Attribute) and parent.attr == "get":
        call = ctx.parent(parent)
        if isinstance(call, ast.Call) and call.func is parent and call.args and not call.keywords:
            key = ctx.value_of(call.args[0])
            if isinstance(key, str) and len(call.args) <= 2:
                found.reads.append(KeyRead(key, call, call.args[1] if len(call.args) == 2 else None))
                return
    found.others.append(node)


def is_field_name(key: str) -> bool:
    """Whether a key can be the attribute of a model as it is."""
    return (
        key.isidentifier()
        and key.isascii()
        and not keyword.iskeyword(key)
        and not key.startswith(("_", "model_"))
        and key not in _RESERVED
    )


def field_line(ctx: Context, key: str, reads: list[KeyRead], anything: str) -> str | None:
    """The line of a model that declares a key as the code reads it; None when the reads disagree on a default."""
    kinds = {_kind(ctx, read) for read in reads} - {None}
    kind = kinds.pop() if len(kinds) == 1 else None
    if not all(read.is_optional for read in reads):
        return f"{key}: {kind or anything}"
    defaults = {"None" if read.default is None else ctx.source(read.default) for read in reads}
    if len(defaults) > 1:
        return None
    default = defaults.pop()
    value = next(ctx.value_of(read.default) if read.default is not None else None for read in reads)
    if value is None:
        if default != "None":
            return None
        return f"{key}: {kind} | None = None" if kind else f"{key}: {anything} = None"
    if not isinstance(value, (str, int, float, bool)) or kind not in (None, type(value).__name__):
        return None if not isinstance(value, (str, int, float, bool)) else f"{key}: {anything} = {default}"
    return f"{key}: {type(value).__name__} = {default}"


def _kind(ctx: Context, read: KeyRead) -> str | None:
    """The type that the place of a read converts the value to."""
    call = ctx.parent(read.node)
    if isinstance(call, ast.Call) and call.args == [read.node] and not call.keywords:
        return _CONVERSIONS.get(ctx.called(call) or "")
    return None


def model_text(name: str, base: str, doc: str, lines: list[str]) -> str:
    """The text of a model class."""
    body = "".join(f"    {line}\n" for line in lines)
    return f'class {name}({base}):\n    """{doc}"""\n\n{body}'
