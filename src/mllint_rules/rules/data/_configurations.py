"""Settings as plain mappings: where they come from, which literal keys the code reads, and who looks at them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from mllint_rules.kit import Call, Context, FunctionNode, table
from mllint_rules.rules.data._frames import FrameTrace
from mllint_rules.rules.data._record_checks import opened_file
from mllint_rules.rules.data._records import KeyRead, RecordReads, assigned_name, read_key
from mllint_rules.rules.data._validation import is_validating

_TABLE = "configurations"
_DEPTH = 4


@dataclass(slots=True)
class Section:
    """A mapping of settings: the expressions that are it, its literal keys, and its other uses."""

    states: frozenset[ast.expr]
    reads: list[KeyRead] = field(default_factory=list)
    others: list[ast.expr] = field(default_factory=list)
    children: dict[str, list[Section]] = field(default_factory=dict)

    def all_reads(self) -> Iterator[KeyRead]:
        """The reads of its keys and of the keys below, in no order."""
        yield from self.reads
        for sections in self.children.values():
            for section in sections:
                yield from section.all_reads()

    def paths(self) -> set[tuple[str, ...]]:
        """The keys that are read, with those that lead to them; a key whose own keys are read does not count."""
        found: set[tuple[str, ...]] = set()
        for read in self.reads:
            below = {path for section in self.children.get(read.key, ()) for path in section.paths()}
            found |= {(read.key, *path) for path in below} or {(read.key,)}
        return found


def is_configuration(ctx: Context, call: Call) -> bool:
    """Whether what a call of one of the loaders gives are settings."""
    facts = table(_TABLE)["readers"]
    if call.name == "builtins.vars":
        given = call.argument_at(0)
        made = ctx.expression_of(given) if given is not None else None
        return (
            isinstance(made, ast.Call)
            and isinstance(made.func, ast.Attribute)
            and made.func.attr in facts["parsers"]
        )
    return call.name not in facts["json"] or _is_called_so(ctx, call.node, facts["words"])


def _is_called_so(ctx: Context, node: ast.Call, words: list[str]) -> bool:
    """Whether a name around a load says that it gives settings: the variable, the file, the function."""
    target = assigned_name(ctx.parent(node), node)
    opened = opened_file(ctx, node.args[0] if node.args else None)
    function = ctx.function_of(node)
    texts = [
        target.id if target is not None else "",
        ast.unparse(opened.args[0]) if opened is not None and opened.args else "",
        function.name if function is not None else "",
    ]
    return any(word in text.lower() for text in texts for word in words)


def read_section(ctx: Context, start: ast.expr, depth: int = 0) -> Section:
    """The mapping that an expression gives, followed through the document, with the mappings in it."""
    section = Section(frozenset(FrameTrace(ctx, start, _TABLE).states))
    found = RecordReads()
    for node in section.states:
        read_key(ctx, node, found)
    section.reads = sorted(found.reads, key=lambda read: (read.node.lineno, read.node.col_offset))
    section.others = found.others
    if depth < _DEPTH:
        for read in section.reads:
            child = read_section(ctx, read.node, depth + 1)
            if child.reads:
                section.children.setdefault(read.key, []).append(child)
    return section


def is_bookkeeping(ctx: Context, section: Section) -> bool:
    """Whether the document changes the mapping and writes it: then it is what a program notes, not what it is told."""
    parents = [ctx.parent(node) for node in section.others]
    writers = table(_TABLE)["writers"]
    changes = any(
        (isinstance(parent, ast.Subscript) and not isinstance(parent.ctx, ast.Load))
        or (isinstance(parent, ast.Attribute) and parent.attr in writers["changing"])
        for parent in parents
    )
    return changes and any(
        ctx.called(parent) in writers["functions"] for parent in parents if parent is not None
    )


def is_given_a_schema(ctx: Context, section: Section) -> bool:
    """Whether somebody checks the mapping, makes an object of it, or says in an annotation what is in it."""
    return any(_is_modelled(ctx, node) for node in section.others)


def _is_modelled(ctx: Context, node: ast.expr) -> bool:
    parent = ctx.parent(node)
    if isinstance(parent, ast.keyword):
        if parent.arg is None:
            return True  # `**config`: the parameters of who is called say which keys there are
        parent = ctx.parent(parent)
    if isinstance(parent, ast.Call) and parent.func is not node:
        return _is_modelled_by(ctx, parent, node)
    if isinstance(parent, ast.AnnAssign):
        return not is_plain_annotation(parent.annotation)
    if isinstance(parent, ast.Return):
        around = ctx.function_of(parent)
        return around is not None and not is_plain_annotation(around.returns)
    return False


def _is_modelled_by(ctx: Context, call: ast.Call, node: ast.expr) -> bool:
    """Whether what is called with a mapping makes something of it that knows its keys."""
    function = call.func
    last = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if last in table(_TABLE)["schemas"]["appliers"] or last == "isinstance" or is_validating(ctx, call):
        return True
    if ctx.called_function(call) is not None:
        return any(
            not is_plain_annotation(parameter.annotation)
            for parameter, value in (ctx.bound_arguments(call) or {}).items()
            if value is node
        )
    # A class from elsewhere may know the keys; one of this document shows its constructor.
    known = ctx.model.classes.by_name.get(ctx.qualified_name(function) or "")
    if known is not None:
        return not any(isinstance(each, ast.FunctionDef) and each.name == "__init__" for each in known.body)
    return last.lstrip("_")[:1].isupper()


def is_plain_annotation(annotation: ast.expr | None) -> bool:
    """Whether an annotation says no more than that something is a mapping."""
    if annotation is None:
        return True
    if isinstance(annotation, ast.Constant):
        text = str(annotation.value)
    else:
        root = annotation.value if isinstance(annotation, ast.Subscript) else annotation
        if isinstance(root, ast.BinOp):  # `dict | None`
            return is_plain_annotation(root.left) and is_plain_annotation(root.right)
        text = ast.unparse(root)
    return text.partition("[")[0].rpartition(".")[2] in table(_TABLE)["schemas"]["plain"]


def reading_functions(ctx: Context, section: Section) -> list[FunctionNode]:
    """The functions that read keys of the mapping or below it."""
    found = {ctx.function_of(read.node): None for read in section.all_reads()}
    return [function for function in found if function is not None]
