"""Writing blocks of statements as functions, and the calls that put them together again."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mllint_rules.kit import Binding, BindingKind, Context, Scope, Span, Type, Verb, fresh_name, table, union
from mllint_rules.rules.structure._annotations import annotation_for
from mllint_rules.rules.structure._block_cutting import Block
from mllint_rules.rules.structure._blocks import INDENT, indented_lines, line_end, line_start

# A type may have no name in the module: then the new signatures do not say it.
UNNAMED_TYPES = ("untyped-data-function",)

_FEW = 3  # results that are unpacked at once
_HEADING = re.compile(
    r"#[\s#=*-]*(?:(?:step|part)?\s*\d+[.:)]?\s*[-:]?\s*)?([A-Za-z][A-Za-z ]*?)[\s.:#=*-]*$", re.I
)
_ARTICLES = frozenset({"a", "an", "and", "our", "the"})
_WIDEST = 100  # characters of a line
_LONGEST = 5  # words of a comment that is a name


@dataclass(frozen=True, slots=True)
class Literal:
    """A literal that becomes a parameter: its name, its annotation and how it is written."""

    name: str
    annotation: str
    source: str


@dataclass(slots=True)
class Written:
    """Functions, and the lines that call them with the indentation of their first level."""

    functions: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    verbs: list[Verb] = field(default_factory=list)


class BlockWriter:
    """Writes the blocks of one scope. `literals` become parameters of the functions that hold them."""

    def __init__(self, ctx: Context, scope: Scope, literals: Mapping[ast.Constant, Literal]) -> None:
        self._ctx = ctx
        self._scope = scope
        self._literals = literals
        self._taken: set[str] = set()
        self._written = Written()
        self._held: dict[str, str] = {}  # names that are attributes of a result, and how to write them

    def write(self, blocks: Sequence[Block]) -> Written:
        """All blocks; those without a stage stay statements between the calls."""
        for block in blocks:
            if block.stage is None:
                self._write_inline(block)
            else:
                self._write_function(block)
        return self._written

    # Text

    def text(self, statements: Sequence[ast.stmt]) -> str:
        """Statements with the comments above each, moved in where they stood at module level."""
        model, document = self._ctx.model, self._ctx.document.text
        lines: list[str] = []
        for statement in statements:
            span = chunk(self._ctx, statement)
            changes = [
                (model.span(node), literal.name)
                for node, literal in self._literals.items()
                if span.start <= model.span(node).start < span.end
            ]
            if statement.col_offset == 0:
                changes += [(Span(at, at), INDENT) for at in indented_lines(model, [statement], span)]
            text = document[span.start : span.end]
            for where, new in sorted(changes, key=lambda change: change[0].start, reverse=True):
                text = text[: where.start - span.start] + new + text[where.end - span.start :]
            shown = text.lstrip("\r\n")
            # One blank line at most: inside of functions two are no style.
            lines.append("\n" + shown if lines and shown != text else shown)
        return "\n".join(lines)

    # Calls

    def _write_inline(self, block: Block) -> None:
        for name in dict.fromkeys([*block.parameters]):
            held = self._held.pop(name, None)
            if held is not None:
                self._written.lines.append(f"{INDENT}{name} = {held}")
        for name in block.results:
            self._held.pop(name, None)
        self._written.lines.append(self.text(block.statements))

    def _write_function(self, block: Block) -> None:
        literals = self._literals_of(block)
        name = self._name_of(block)
        parameters = [self._declared(each) for each in block.parameters]
        parameters += [f"{each.name}: {each.annotation}" for each in literals]
        arguments = [self._held.get(each, each) for each in block.parameters]
        arguments += [each.name for each in literals]
        results = block.results
        body = self.text(block.statements)
        call = bracketed(f"{name}(", arguments, ")", INDENT)
        for each in results:
            self._held.pop(each, None)
        if len(results) > _FEW:
            returned: str | None = self._result_class(name, results)
            value = self._fresh(f"{name}_result")
            fields = [f"{each}={each}" for each in results]
            body += "\n" + INDENT + bracketed(f"return {returned}(", fields, ")", INDENT)
            self._held.update({each: f"{value}.{each}" for each in results})
            call = bracketed(f"{value} = {name}(", arguments, ")", INDENT)
        else:
            returned = self._returned(results)
            if results:
                listed = ", ".join(results)
                body += f"\n{INDENT}return {listed}"
                call = bracketed(f"{listed} = {name}(", arguments, ")", INDENT)
        arrow = f" -> {returned}" if returned else ""
        signature = bracketed(f"def {name}(", parameters, f"){arrow}:", "")
        self._written.functions.append(f"{signature}\n{body}")
        self._written.lines.append(INDENT + call)

    def _literals_of(self, block: Block) -> list[Literal]:
        spans = [self._ctx.model.span(statement) for statement in block.statements]
        found = {
            literal.name: literal
            for node, literal in self._literals.items()
            if any(span.start <= self._ctx.model.span(node).start < span.end for span in spans)
        }
        return list(found.values())

    # Names and types

    def _name_of(self, block: Block) -> str:
        heading = self._heading(block.statements[0])
        offered: list[str] = table("pipeline_stages")["functions"][block.stage]
        for name in [*([heading] if heading else []), *offered]:
            if name not in self._taken and fresh_name(self._ctx.model, name) == name:
                self._taken.add(name)
                return name
        return self._fresh(offered[-1])

    def _fresh(self, name: str) -> str:
        number, found = 1, name
        while found in self._taken or fresh_name(self._ctx.model, found) != found:
            number += 1
            found = f"{name}_{number}"
        self._taken.add(found)
        return found

    def _heading(self, statement: ast.stmt) -> str | None:
        """A name for a function from the comment right above its first statement: `# Load the data`."""
        span = chunk(self._ctx, statement)
        above = self._ctx.document.text[span.start : self._ctx.model.span(statement).start]
        lines = [line.strip() for line in above.strip().splitlines()]
        match = _HEADING.fullmatch(lines[0]) if len(lines) == 1 else None
        words = [word for word in match[1].lower().split() if word not in _ARTICLES] if match else []
        verbs = table("pipeline_stages")["headings"]["verbs"]
        if not 2 <= len(words) <= _LONGEST or words[0] not in verbs:
            return None
        return "_".join(words)

    def _declared(self, name: str) -> str:
        annotation = self._annotation(name)
        return name if annotation is None else f"{name}: {annotation}"

    def _annotation(self, name: str) -> str | None:
        written = annotation_for(self._ctx, self._type(name))
        self._written.verbs += written.verbs
        return written.text

    def _type(self, name: str) -> Type:
        """What a name holds wherever the scope binds it."""
        bindings: list[Binding] = self._scope.bindings.get(name, [])
        return union(
            self._ctx.model.inference.binding_type(each)
            for each in bindings
            if each.kind is not BindingKind.DELETE
        )

    def _returned(self, results: Sequence[str]) -> str | None:
        if not results:
            return "None"
        annotations = [self._annotation(name) for name in results]
        known = [each for each in annotations if each is not None]
        if len(known) < len(annotations):
            return None
        return known[0] if len(known) == 1 else f"tuple[{', '.join(known)}]"

    def _result_class(self, function: str, results: Sequence[str]) -> str:
        name = self._fresh("".join(part.capitalize() for part in function.split("_")) + "Result")
        decorator = self._ctx.reach("dataclasses", "dataclass")
        self._written.verbs += decorator.verbs
        fields = []
        for each in results:
            annotation = self._annotation(each)
            if annotation is None:
                unknown = self._ctx.reach("typing", "Any")
                self._written.verbs += unknown.verbs
                annotation = unknown.text
            fields.append(f"{INDENT}{each}: {annotation}")
        self._written.functions.append(
            f'@{decorator.text}(frozen=True)\nclass {name}:\n{INDENT}"""What `{function}` gives."""\n\n'
            + "\n".join(fields)
        )
        return name


def bracketed(before: str, parts: Sequence[str], behind: str, indent: str) -> str:
    """Parts in brackets: on one line, or each on its own where that would be too long."""
    line = before + ", ".join(parts) + behind
    if len(indent) + len(line) <= _WIDEST or not parts:
        return line
    inner = indent + INDENT
    return before + "".join(f"\n{inner}{part}," for part in parts) + f"\n{indent}{behind}"


def chunk(ctx: Context, statement: ast.stmt) -> Span:
    """The lines of a statement with the comments and blank lines above it, without the last line break."""
    model, text = ctx.model, ctx.document.text
    start = model.span(_first_node(statement)).start
    end = line_end(text, model.span(statement).end)
    return Span(_above(ctx, statement, line_start(text, start)), end)


def _first_node(statement: ast.stmt) -> ast.AST:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return decorators[0] if decorators else statement


def _above(ctx: Context, statement: ast.stmt, start: int) -> int:
    """Where the comments above a statement begin: behind the line on which the one before it ends."""
    parent = ctx.parent(statement)
    for _, block in ast.iter_fields(parent) if parent is not None else ():
        if isinstance(block, list) and statement in block:
            place = block.index(statement)
            if place:
                text = ctx.document.text
                end = line_end(text, ctx.model.span(block[place - 1]).end)
                return min(start, end + (2 if text[end : end + 2] == "\r\n" else 1))
    return start


def has_heading(ctx: Context, statement: ast.stmt) -> bool:
    """Whether a comment stands right above a statement."""
    span = chunk(ctx, statement)
    return "#" in ctx.document.text[span.start : ctx.model.span(_first_node(statement)).start]


def literal_parameters(literals: Mapping[ast.Constant, Literal]) -> Iterator[str]:
    """The parameters that hold the literals, with the old values as defaults."""
    seen = set()
    for literal in literals.values():
        if literal.name not in seen:
            seen.add(literal.name)
            yield f"{literal.name}: {literal.annotation} = {literal.source}"
