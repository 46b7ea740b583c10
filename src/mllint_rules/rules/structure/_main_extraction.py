"""The `main()` of a module whose steps stand at its top level."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from mllint_rules.kit import (
    NOT_LITERAL,
    Context,
    FixPlan,
    FixUnavailable,
    Span,
    Verb,
    replace_span,
    table,
    unsafe_fix,
)
from mllint_rules.rules.structure._block_cutting import Block, Step, cut
from mllint_rules.rules.structure._block_functions import (
    UNNAMED_TYPES,
    BlockWriter,
    Literal,
    bracketed,
    chunk,
    has_heading,
    literal_parameters,
)
from mllint_rules.rules.structure._blocks import check_movable
from mllint_rules.rules.structure._data_kinds import is_constant_name
from mllint_rules.rules.structure._reading_and_writing import UsageReader
from mllint_rules.rules.structure._stages import READ, main_stage, stage_of_call

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_IMPORTS = (ast.Import, ast.ImportFrom)
_MAKES_CONSTANT = frozenset(
    {
        "logging.getLogger",
        "structlog.get_logger",
        "structlog.getLogger",
        "typing.TypeVar",
        "collections.namedtuple",
    }
)
_SIMPLE = {bool: "bool", int: "int", float: "float", str: "str"}
# They look the variables of their caller up by name.
_LOOK_UP = frozenset({"duckdb", "fugue", "numexpr", "pandasql"})


def plan_main(ctx: Context) -> FixPlan:
    """Move the steps of a module into functions that a new `main()` calls.

    Raises `FixUnavailable` where other code uses what the steps bind, or where names are looked up by text.
    """
    return _MainExtraction(ctx).plan()


@dataclass(frozen=True, slots=True)
class _Parts:
    """The statements of a module: those that stay, those that move, the body of the main guard."""

    kept: tuple[ast.stmt, ...]
    moved: tuple[ast.stmt, ...]
    guard: ast.If | None


class _MainExtraction:
    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._body = ctx.model.tree.body
        self._scope = ctx.module_scope
        self._reader = UsageReader(ctx, self._scope)

    def plan(self) -> FixPlan:
        self._check_module()
        parts = self._parts
        self._check_outside(parts)
        check_movable(self._ctx, parts.moved)
        lifted = dict(self._lifted_assignments(parts))
        moved = [statement for statement in parts.moved if statement not in lifted]
        literals = dict(self._literals(moved, {each.name for each in lifted.values()}))
        steps = [self._step(statement) for statement in moved]
        given = {each.name for each in lifted.values()}
        guarded = parts.guard.body if parts.guard is not None else []
        wanted = {name for statement in guarded for name in self._reader.loads(statement)}
        bound = {name for statement in moved for name in self._reader.stores(statement)}
        blocks = cut(self._reader, steps, given=given, wanted=wanted & bound)
        if len([block for block in blocks if block.stage is not None]) < 2:
            raise FixUnavailable("the steps cannot be told apart")
        if guarded:
            usage = self._reader.usage(guarded)
            needed = [name for name in usage.needed if name in bound | given]
            blocks.append(Block(None, list(guarded), usage, needed))
        writer = BlockWriter(self._ctx, self._scope, literals)
        written = writer.write(blocks)
        parameters = [f"{each.name}: {each.annotation} = {each.source}" for each in lifted.values()]
        parameters += literal_parameters(literals)
        signature = bracketed("def main(", ["*", *parameters] if parameters else [], ") -> None:", "")
        main = signature + "\n" + "\n".join(written.lines)
        call = 'if __name__ == "__main__":\n    main()\n'
        text = "\n\n\n".join([*written.functions, main, call])
        gone = [*parts.moved, *([parts.guard] if parts.guard is not None else [])]
        return unsafe_fix(
            "Move the steps into functions and a `main()`",
            *written.verbs,
            *self._changes(gone, text),
            leaves=UNNAMED_TYPES,
        )

    def _changes(self, gone: Sequence[ast.stmt], text: str) -> Iterator[Verb]:
        document = self._ctx.document.text
        for statement in gone:
            span = chunk(self._ctx, statement)
            end = span.end
            if document[end : end + 2] == "\r\n":
                end += 2
            elif end < len(document):
                end += 1
            yield replace_span(Span(span.start, end), "")
        end = len(document)
        is_ended = document[-1:] in ("\n", "\r") or self._body[-1] in gone
        stays = any(statement not in gone for statement in self._body)
        gap = "" if not stays else "\n\n" if is_ended else "\n\n\n"
        yield replace_span(Span(end, end), gap + text)

    # What stands against it

    def _check_module(self) -> None:
        ctx = self._ctx
        if ctx.runs_code_by_name or not ctx.model.imported_libraries.isdisjoint(_LOOK_UP):
            raise FixUnavailable("code is looked up or run by name")
        if ctx.model.names.star_imports:
            raise FixUnavailable("a star import hides which names there are")
        if ctx.fresh_name("main") != "main":
            raise FixUnavailable("there is a `main` already")
        guards = [each for each in self._body if ctx.is_main_guard(each)]
        if len(guards) > 1 or any(each.orelse for each in guards if isinstance(each, ast.If)):
            raise FixUnavailable("the main guard has a second branch")
        if guards and guards[0] is not self._body[-1]:
            raise FixUnavailable("steps stand behind the main guard")
        for statement in self._body:
            if not isinstance(statement, _DEFINITIONS) and any(
                isinstance(node, (ast.Global, ast.Await, ast.AsyncFor, ast.AsyncWith, ast.Yield))
                for node in ctx.walk(statement)
            ):
                raise FixUnavailable("a statement means something else inside a function")

    def _check_outside(self, parts: _Parts) -> None:
        """Raises `FixUnavailable` when code that stays, or another file, uses what the moved statements bind."""
        ctx = self._ctx
        moved = {name for statement in parts.moved for name in self._reader.stores(statement)}
        for statement in parts.kept:
            if not moved.isdisjoint(self._reader.loads(statement)):
                name = min(moved & set(self._reader.loads(statement)))
                raise FixUnavailable(f"{name} is used by what stays at module level")
            if not moved.isdisjoint(self._reader.stores(statement)):
                raise FixUnavailable("a name is bound by what stays as well")
        inside = {node for statement in parts.moved for node in ctx.walk(statement)}
        if parts.guard is not None:
            inside |= set(ctx.walk(parts.guard))
        for name in moved:
            if any(binding.node not in inside for binding in self._scope.bindings[name]
                   if not isinstance(binding.node, ast.alias)):  # fmt: skip
                raise FixUnavailable(f"a function binds {name}")
        if ctx.is_imported_by_project and any(ctx.is_used_elsewhere(name) for name in sorted(moved)):
            raise FixUnavailable("another file may use what the steps bind")

    # What stays and what moves

    @cached_property
    def _parts(self) -> _Parts:
        kept: list[ast.stmt] = []
        moved: list[ast.stmt] = []
        guard: ast.If | None = None
        last_import = max(
            (place for place, each in enumerate(self._body) if isinstance(each, _IMPORTS)), default=-1
        )
        captured = self._captured()
        changing: set[str] = set()
        for place, statement in enumerate(self._body):
            if isinstance(statement, ast.If) and self._ctx.is_main_guard(statement):
                guard = statement
            elif isinstance(statement, (*_IMPORTS, *_DEFINITIONS)):
                kept.append(statement)
            elif not changing.isdisjoint(self._reader.loads(statement)) or not self._stays(
                statement, place, last_import, captured
            ):
                moved.append(statement)
                changing |= set(self._reader.stores(statement))
            else:
                kept.append(statement)
        return _Parts(tuple(kept), tuple(moved), guard)

    def _captured(self) -> set[str]:
        """The names that functions and classes of the module read."""
        return {
            name
            for statement in self._body
            if isinstance(statement, _DEFINITIONS)
            for name in self._reader.loads(statement)
        }

    def _stays(self, statement: ast.stmt, place: int, last_import: int, captured: set[str]) -> bool:
        if _is_docstring(statement, place):
            return True
        if isinstance(statement, (ast.If, ast.Try)) and _holds_only_definitions(statement):
            return True
        names = set(self._reader.stores(statement))
        if isinstance(statement, (ast.Assign, ast.AnnAssign)) and self._is_constant(statement, names):
            return True
        is_step = main_stage(self._ctx, statement) is not None
        if is_step:
            return False
        # What is set up between imports may have to come before the later ones.
        if place < last_import:
            return True
        is_once = all(len(self._scope.bindings[name]) == 1 for name in names)
        return bool(names) and is_once and not names.isdisjoint(captured)

    def _is_constant(self, statement: ast.Assign | ast.AnnAssign, names: set[str]) -> bool:
        value = statement.value
        if value is None:
            return False
        if all(name.startswith("__") for name in names) and names:
            return True
        if any(len(self._scope.bindings[name]) != 1 for name in names):
            return False
        if self._ctx.called(value) in _MAKES_CONSTANT:
            return True
        is_literal = self._ctx.value_of(value) is not NOT_LITERAL
        return is_literal and bool(names) and all(is_constant_name(name) for name in names)

    def _step(self, statement: ast.stmt) -> Step:
        return Step(statement, main_stage(self._ctx, statement), has_heading(self._ctx, statement))

    # Literals that become parameters

    def _lifted_assignments(self, parts: _Parts) -> Iterator[tuple[ast.stmt, Literal]]:
        """`path = "orders.csv"` and the like: bound once, to be set by whoever calls `main`."""
        for statement in parts.moved:
            if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
                continue
            target, value = statement.targets[0], statement.value
            if not isinstance(target, ast.Name) or len(self._scope.bindings[target.id]) != 1:
                continue
            annotation = _SIMPLE.get(type(value.value)) if isinstance(value, ast.Constant) else None
            span = chunk(self._ctx, statement)
            has_comment = "#" in self._ctx.document.text[span.start : span.end].replace(
                self._ctx.source(statement), ""
            )
            if annotation is not None and not has_comment and "\n" not in self._ctx.source(value):
                yield statement, Literal(target.id, annotation, self._ctx.source(value))

    def _literals(self, moved: Sequence[ast.stmt], taken: set[str]) -> Iterator[tuple[ast.Constant, Literal]]:
        """The paths that are read and the hyperparameters, where one name stands for one value."""
        found: dict[str, list[tuple[ast.Constant, str]]] = {}
        for statement in moved:
            for node in self._ctx.walk(statement):
                if isinstance(node, ast.Call):
                    for name, value in self._offered(node):
                        found.setdefault(name, []).append((value, self._ctx.source(value)))
        for name, places in found.items():
            is_free = name not in taken and self._ctx.fresh_name(name) == name
            if is_free and len({source for _, source in places}) == 1 and "\n" not in places[0][1]:
                for node, source in places:
                    annotation = _SIMPLE.get(type(node.value))
                    if annotation is not None:
                        yield node, Literal(name, annotation, source)

    def _offered(self, call: ast.Call) -> Iterator[tuple[str, ast.Constant]]:
        words: list[str] = table("pipeline_stages")["literals"]["keywords"]
        for keyword in call.keywords:
            value = keyword.value
            if keyword.arg in words and isinstance(value, ast.Constant) and type(value.value) in (int, float):
                yield keyword.arg, value
        first = call.args[0] if call.args else None
        if (
            isinstance(first, ast.Constant)
            and isinstance(first.value, str)
            and ("." in first.value or "/" in first.value)
            and stage_of_call(self._ctx, call) == READ
        ):
            yield "path", first


def _is_docstring(statement: ast.stmt, place: int) -> bool:
    return place == 0 and isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _holds_only_definitions(statement: ast.If | ast.Try) -> bool:
    """Whether a block imports or defines something, and does nothing else than bind what is missing."""
    inside = [node for node in ast.walk(statement) if isinstance(node, ast.stmt) and node is not statement]
    is_defining = any(isinstance(node, (*_IMPORTS, *_DEFINITIONS)) for node in inside)
    return is_defining and not any(
        isinstance(node, (ast.Expr, ast.For, ast.While, ast.With)) for node in _outside_definitions(statement)
    )


def _outside_definitions(statement: ast.stmt) -> Iterator[ast.stmt]:
    for node in ast.iter_child_nodes(statement):
        if isinstance(node, _DEFINITIONS):
            continue
        if isinstance(node, ast.stmt):
            yield node
            yield from _outside_definitions(node)
        elif isinstance(node, ast.ExceptHandler):
            for inner in node.body:
                if not isinstance(inner, _DEFINITIONS):
                    yield inner
                    yield from _outside_definitions(inner)
