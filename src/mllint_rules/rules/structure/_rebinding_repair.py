"""The repair of a rebound global: the function takes the value, gives it back, and its callers assign it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mllint_rules.kit import (
    AddArgument,
    BindingKind,
    Context,
    FixPlan,
    FixUnavailable,
    FunctionNode,
    Span,
    Verb,
    add_parameter,
    delete,
    insert_after,
    plain_function,
    replace,
    replace_span,
    takes_only_keywords,
    unsafe_fix,
)
from mllint_rules.rules.structure._annotations import Annotation, annotation_for
from mllint_rules.rules.structure._blocks import line_start
from mllint_rules.rules.structure._data_kinds import variable_type
from mllint_rules.rules.structure._global_statements import GlobalName, module_level, writers
from mllint_rules.rules.structure._threading import comes_before

_VALUES = frozenset({BindingKind.ASSIGNMENT, BindingKind.AUGMENTED, BindingKind.WITH, BindingKind.ANNOTATION})


def plan_rebinding(ctx: Context, found: Sequence[GlobalName]) -> FixPlan:
    """Turn the globals that one function writes into its parameters and results.

    Raises `FixUnavailable` where another function writes or needs one of them meanwhile, or where a call cannot
    assign the result.
    """
    return _RebindingRepair(ctx, found).plan()


@dataclass(frozen=True, slots=True)
class _Result:
    """What the function returns: the text behind `return`, for each value it returned before."""

    fields: tuple[str, ...]
    tuple_name: str | None

    def text(self, value: str | None) -> str:
        values = [*([] if value is None else [value]), *self.fields]
        return values[0] if self.tuple_name is None else f"{self.tuple_name}({', '.join(values)})"


class _RebindingRepair:
    def __init__(self, ctx: Context, found: Sequence[GlobalName]) -> None:
        self._ctx = ctx
        self._written = [each for each in found if each.is_written]
        self._all = found
        self._function = self._written[0].function
        self._sites = ctx.call_sites(plain_function(ctx, self._function))
        self._returns = [node for node in ctx.model.own_nodes(self._function) if isinstance(node, ast.Return)]
        self._gives_value = any(node.value is not None for node in self._returns)
        self._annotations: dict[str, Annotation] = {}

    def plan(self) -> FixPlan:
        self._check_function()
        for each in self._written:
            self._check_variable(each)
        names = [each.name for each in self._written]
        for name, each in zip(names, self._written, strict=True):
            type_ = variable_type(self._ctx, each.bindings)
            self._annotations[name] = annotation_for(self._ctx, type_, (self._function,))
        taken = [each for each in self._written if not self._is_assigned_first(each.name)]
        tuple_name = None
        if len(names) > 1 or self._gives_value:
            camel = "".join(part.capitalize() for part in self._function.name.split("_"))
            tuple_name = self._ctx.fresh_name(f"{camel}Result")
        result = _Result(tuple(names), tuple_name)
        listed = ", ".join(f"`{name}`" for name in names)
        return unsafe_fix(
            f"Return {listed} instead of rebinding the global",
            *self._statements(),
            *self._signature(taken, result),
            *self._results(result),
            *self._calls(taken, result),
        )

    # What stands against it

    def _check_function(self) -> None:
        function = self._function
        nodes = list(self._ctx.model.own_nodes(function))
        if isinstance(function, ast.AsyncFunctionDef) or any(
            isinstance(n, (ast.Yield, ast.YieldFrom)) for n in nodes
        ):
            raise FixUnavailable("the function runs piece by piece")
        if self._gives_value and (any(n.value is None for n in self._returns) or not _ends(function.body)):
            raise FixUnavailable("the function returns a value only sometimes")
        if not self._sites:
            raise FixUnavailable("nothing in this file calls the function")
        for site in self._sites:
            if site.call is None or not site.is_direct or site.frame is not None or site.is_deferred:
                raise FixUnavailable("the function is not only called at module level")
            self._check_call(site.call)

    def _check_call(self, call: ast.Call) -> None:
        parent = self._ctx.parent(call)
        block = self._ctx.parent(parent) if parent is not None else None
        if isinstance(block, ast.ClassDef):
            raise FixUnavailable("a class body would keep the result")
        if isinstance(parent, ast.Expr):
            return
        is_plain = isinstance(parent, ast.Assign) and len(parent.targets) == 1
        if not is_plain or not self._gives_value or not isinstance(parent.targets[0], ast.Name):  # type: ignore[union-attr]
            raise FixUnavailable("the call stands inside an expression")

    def _check_variable(self, each: GlobalName) -> None:
        if any(binding.kind not in _VALUES for binding in each.bindings):
            raise FixUnavailable(f"{each.name} is not only assigned")
        if writers(self._ctx, each.bindings) != {self._function}:
            raise FixUnavailable(f"several functions write {each.name}")
        statements = [self._ctx.statement(binding.node) for binding in module_level(self._ctx, each.bindings)]
        for site in self._sites:
            if not any(comes_before(self._ctx, statement, site.reference) for statement in statements):
                raise FixUnavailable(f"{each.name} may not be there yet at a call")
        if self._ctx.is_reached_from_elsewhere(each.name):
            raise FixUnavailable(f"{each.name} may be read elsewhere")
        for function in self._called(self._function, set()):
            if any(node.id == each.name for node in ast.walk(function) if isinstance(node, ast.Name)):
                raise FixUnavailable(f"{function.name} reads {each.name} meanwhile")

    def _called(self, function: FunctionNode, seen: set[str]) -> Iterator[FunctionNode]:
        """The functions and methods of the document that code in the function may run, by their names."""
        by_name: dict[str, list[FunctionNode]] = {}
        for each in self._ctx.model.functions.values():
            by_name.setdefault(each.name, []).append(each)
        for node in ast.walk(function):
            name = (
                node.id
                if isinstance(node, ast.Name)
                else node.attr
                if isinstance(node, ast.Attribute)
                else None
            )
            if name in by_name and name not in seen and name != self._function.name:
                seen.add(name)
                for each in by_name[name]:
                    if self._ctx.outermost_function(each) is not self._function:
                        yield each
                        yield from self._called(each, seen)

    def _is_assigned_first(self, name: str) -> bool:
        """Whether the body surely assigns the name before anything reads it or leaves."""
        for statement in self._function.body:
            if isinstance(statement, ast.Global) or _is_docstring(statement):
                continue
            names = [node for node in ast.walk(statement) if isinstance(node, ast.Name) and node.id == name]
            if isinstance(statement, ast.Assign) and any(target in names for target in statement.targets):
                return all(isinstance(node.ctx, ast.Store) for node in names)
            if names or any(isinstance(node, ast.Return) for node in ast.walk(statement)):
                return False
        return False

    # The changes

    def _statements(self) -> Iterator[Verb]:
        """The `global` statements go: what they declare besides is never assigned, so they do nothing more."""
        for statement in dict.fromkeys(each.statement for each in self._all):
            yield delete(statement)

    def _signature(self, taken: Sequence[GlobalName], result: _Result) -> Iterator[Verb]:
        function = self._function
        if taken:
            declared = []
            for each in taken:
                written = self._annotations[each.name]
                declared.append(each.name if written.text is None else f"{each.name}: {written.text}")
                yield from written.verbs
            keyword_only = takes_only_keywords(function)
            yield add_parameter(function, ", ".join(declared), keyword_only=keyword_only)
        if result.tuple_name is not None:
            yield from self._named_tuple(result)
        if function.returns is not None:
            yield from self._returned(function.returns, result)

    def _named_tuple(self, result: _Result) -> Iterator[Verb]:
        base = self._ctx.reach("typing", "NamedTuple")
        unknown = self._ctx.reach("typing", "Any")
        lines = [
            f"class {result.tuple_name}({base.text}):",
            f'    """What `{self._function.name}` gives."""',
            "",
        ]
        annotations: list[tuple[str, str | None]] = []
        if self._gives_value:
            returns = self._function.returns
            annotations.append(("value", None if returns is None else self._ctx.source(returns)))
        annotations += [(name, self._annotations[name].text) for name in result.fields]
        lines += [f"    {name}: {written or unknown.text}" for name, written in annotations]
        yield from base.verbs
        if any(written is None for _, written in annotations):
            yield from unknown.verbs
        for name in result.fields:
            yield from self._annotations[name].verbs
        place = line_start(self._ctx.document.text, self._start())
        yield replace_span(Span(place, place), "\n".join(lines) + "\n\n\n")

    def _start(self) -> int:
        """Where the function with its decorators begins; a class for its result belongs right before."""
        if self._function.col_offset:
            raise FixUnavailable("the function stands in a block")
        first = (*self._function.decorator_list, self._function)[0]
        return self._ctx.model.span(first).start

    def _returned(self, annotation: ast.expr, result: _Result) -> Iterator[Verb]:
        if result.tuple_name is not None:
            yield replace(annotation, result.tuple_name)
            return
        written = self._annotations[result.fields[0]]
        if written.text is None:
            written = Annotation((reach := self._ctx.reach("typing", "Any")).text, reach.verbs)
        yield from written.verbs
        yield replace(annotation, written.text or "")

    def _results(self, result: _Result) -> Iterator[Verb]:
        for node in self._returns:
            value = None if node.value is None else self._ctx.source(node.value)
            if node.value is None or result.tuple_name is None:
                yield replace(node, f"return {result.text(value)}")
            else:
                start, end = self._ctx.model.span(node).start, self._ctx.model.span(node.value)
                yield replace_span(Span(start, end.start), f"return {result.tuple_name}(")
                yield replace_span(Span(end.end, end.end), f", {', '.join(result.fields)})")
        if not _ends(self._function.body):
            yield insert_after(self._function.body[-1], f"return {result.text(None)}")

    def _calls(self, taken: Sequence[GlobalName], result: _Result) -> Iterator[Verb]:
        names = ", ".join(result.fields)
        passed = ", ".join(f"{each.name}={each.name}" for each in taken)
        for site in self._sites:
            assert site.call is not None
            parent = self._ctx.parent(site.call)
            start = self._ctx.model.span(site.call).start
            if isinstance(parent, ast.Assign):
                target = self._ctx.model.span(parent.targets[0])
                yield replace_span(Span(target.end, target.end), f", {names}")
            elif self._gives_value:
                yield replace_span(Span(start, start), f"_, {names} = ")
            else:
                yield replace_span(Span(start, start), f"{names} = ")
            if passed:
                yield AddArgument(site.call, passed)


def _is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _ends(body: Sequence[ast.stmt]) -> bool:
    """Whether control surely does not run out of the end of a block."""
    last = body[-1]
    if isinstance(last, (ast.Return, ast.Raise)):
        return True
    if isinstance(last, ast.If):
        return bool(last.orelse) and _ends(last.body) and _ends(last.orelse)
    return isinstance(last, ast.With) and _ends(last.body)
