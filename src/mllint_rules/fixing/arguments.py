"""Verbs on the arguments of a call and the parameters of a function."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from mllint_rules.fixing.layout import (
    end_of_argument,
    line_start,
    next_line,
    skip_back,
    skip_blank,
)
from mllint_rules.fixing.plan import FixUnavailable
from mllint_rules.model.text import Edit, Span
from mllint_rules.semantic.calls import Call
from mllint_rules.semantic.model import SemanticModel
from mllint_rules.semantic.scopes import FunctionNode


def call_node(call: Call | ast.Call) -> ast.Call:
    """The syntax of a call, bound or not."""
    return call.node if isinstance(call, Call) else call


@dataclass(frozen=True, slots=True)
class AddKeyword:
    """Append `name=value` to a call."""

    call: ast.Call
    name: str
    value: str

    def edits(self, model: SemanticModel) -> Iterator[Edit]:
        """One insertion behind the last argument, in the style of the call."""
        call = self.call
        if any(keyword.arg == self.name for keyword in call.keywords):
            raise FixUnavailable(f"the argument {self.name} is there already")
        yield from append_argument(model, call, f"{self.name}={self.value}")


def append_argument(model: SemanticModel, call: ast.Call, text: str) -> Iterator[Edit]:
    """Insert one more argument behind the last one."""
    source = model.document.text
    close = model.span(call).end - 1
    arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
    if not arguments:
        yield Edit(Span(close, close), text)
        return
    last = max(arguments, key=lambda argument: model.span(argument).end)
    if len(call.args) == 1 and not call.keywords and isinstance(last, ast.GeneratorExp):
        span = model.span(last)
        if span.end == close + 1:  # `f(x for x in y)`: the brackets of the call are those of the generator
            yield Edit(Span(span.start, span.start), "(")
            yield Edit(Span(close, close), f"), {text}")
            return
    end = end_of_argument(model, call, last)
    following = skip_blank(source, end, close)
    if source[following] != ",":
        yield Edit(Span(end, end), f", {text}")
        return
    behind = following + 1
    rest = source[behind:close]
    if "\n" not in rest and "\r" not in rest:
        yield Edit(Span(behind, behind), f" {text}" if not rest.strip() else f" {text},")
        return
    # One argument a line: the new one gets a line of its own, indented like the last.
    start = line_start(source, model.span(_argument_node(call, last)).start)
    indent = source[start : start + len(source[start:]) - len(source[start:].lstrip(" \t"))]
    place = next_line(source, behind)
    yield Edit(Span(place, place), f"{indent}{text},\n")


def _argument_node(call: ast.Call, value: ast.expr) -> ast.AST:
    return next((keyword for keyword in call.keywords if keyword.value is value), value)


def add_keyword(call: Call | ast.Call, name: str, value: str) -> AddKeyword:
    """Append `name=value` to the arguments of a call."""
    return AddKeyword(call_node(call), name, value)


@dataclass(frozen=True, slots=True)
class RemoveArgument:
    """Remove one argument with its comma."""

    call: ast.Call
    argument: ast.expr | ast.keyword

    def edits(self, model: SemanticModel) -> Iterator[Edit]:
        """One deletion; comments beside the argument stay."""
        source = model.document.text
        call = self.call
        close = model.span(call).end - 1
        value = self.argument.value if isinstance(self.argument, ast.keyword) else self.argument
        start = model.span(self.argument).start
        end = end_of_argument(model, call, value)
        following = skip_blank(source, end, close)
        if following < close and source[following] == ",":
            behind = following + 1
            after = skip_blank(source, behind, close)
            if after < close and "#" not in source[behind:after] and "#" not in source[end:following]:
                yield Edit(Span(start, after), "")
                return
            end = behind
        before = skip_back(source, start, model.span(call.func).end)
        if source[before - 1] == ",":
            start = before - 1 if source[end - 1] != "," else before
        yield Edit(Span(start, end), "")


def remove_keyword(call: Call | ast.Call, name: str) -> RemoveArgument:
    """Remove the keyword argument of that name. Raises `FixUnavailable` when it is not written."""
    node = call_node(call)
    for keyword in node.keywords:
        if keyword.arg == name:
            return RemoveArgument(node, keyword)
    raise FixUnavailable(f"no keyword argument {name} to remove")


@dataclass(frozen=True, slots=True)
class RenameKeyword:
    """Change the name of a keyword argument."""

    keyword: ast.keyword
    new: str

    def edits(self, model: SemanticModel) -> Iterator[Edit]:
        """One replacement of the name."""
        start = model.span(self.keyword).start
        assert self.keyword.arg is not None
        yield Edit(Span(start, start + len(self.keyword.arg)), self.new)


def rename_keyword(call: Call | ast.Call, old: str, new: str) -> RenameKeyword:
    """Rename a keyword argument, keeping its value. Raises `FixUnavailable` when it is not written."""
    for keyword in call_node(call).keywords:
        if keyword.arg == old:
            return RenameKeyword(keyword, new)
    raise FixUnavailable(f"no keyword argument {old} to rename")


@dataclass(frozen=True, slots=True)
class SetArgument:
    """Give an argument a value, whether it is there or not."""

    call: Call
    name: str
    value: str

    def edits(self, model: SemanticModel) -> Iterator[Edit]:
        """A replacement of the old value, or an added keyword."""
        present = self.call.argument(self.name)
        if present is None:
            yield from AddKeyword(self.call.node, self.name, self.value).edits(model)
        else:
            yield Edit(model.span(present), self.value)


def set_keyword(call: Call, name: str, value: str) -> SetArgument:
    """Set an argument: replace its value where it is given, else add it as a keyword."""
    return SetArgument(call, name, value)


@dataclass(frozen=True, slots=True)
class AddParameter:
    """Append a parameter to a function: positional behind the others, or keyword-only (also behind `*args`)."""

    function: FunctionNode
    name: str
    annotation: str | None
    keyword_only: bool

    def edits(self, model: SemanticModel) -> Iterator[Edit]:
        """One insertion into the parameter list."""
        written = self.name if self.annotation is None else f"{self.name}: {self.annotation}"
        arguments = self.function.args
        if arguments.kwarg is not None:
            # What callers put into `**kwargs` under the new name would no longer arrive there.
            raise FixUnavailable("the function takes **kwargs")
        if not self.keyword_only and arguments.vararg is not None:
            raise FixUnavailable("the function takes *args")
        if not self.keyword_only and (arguments.defaults or arguments.kwonlyargs):
            raise FixUnavailable("a parameter with a default stands before the place")
        source = model.document.text
        parts: list[ast.AST] = [
            *arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs,
            *arguments.defaults, *(default for default in arguments.kw_defaults if default),
            *([arguments.vararg] if arguments.vararg else []),
        ]  # fmt: skip
        if not parts:
            # The first bracket behind `def name`: type parameters (`def f[T](…)`) are not supported.
            open_ = source.index("(", model.span(self.function).start)
            close = skip_blank(source, open_ + 1, len(source))
            if source[close] != ")" or getattr(self.function, "type_params", None):
                raise FixUnavailable("the parameter list cannot be read")
            yield Edit(Span(open_ + 1, open_ + 1), f"*, {written}" if self.keyword_only else written)
            return
        has_star = arguments.vararg is not None or bool(arguments.kwonlyargs)
        star = "*, " if self.keyword_only and not has_star else ""
        end = _end_of_parameters(source, max(model.span(part).end for part in parts))
        yield Edit(Span(end, end), f", {star}{written}")


def _end_of_parameters(source: str, offset: int) -> int:
    """The offset behind the last parameter: behind all closing brackets but that of the list itself."""
    end = offset
    while True:
        following = skip_blank(source, offset, len(source))
        if source[following] != ")":
            return end
        behind = skip_blank(source, following + 1, len(source))
        if source[behind] not in "),":
            return end
        end = offset = following + 1


def add_parameter(
    function: FunctionNode, name: str, annotation: str | None = None, *, keyword_only: bool = False
) -> AddParameter:
    """Append a parameter to the signature of a function.

    Drawing it raises `FixUnavailable` for functions with `**kwargs`, and where a positional parameter cannot stand
    behind the others.
    """
    return AddParameter(function, name, annotation, keyword_only)


@dataclass(frozen=True, slots=True)
class AddArgument:
    """Append an argument as it is written, positional or `name=value`."""

    call: ast.Call
    text: str

    def edits(self, model: SemanticModel) -> Iterator[Edit]:
        """One insertion behind the last argument."""
        yield from append_argument(model, self.call, self.text)
