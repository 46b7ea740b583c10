"""Moving the statements that build and run a command-line parser into a function of their own."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mllint_rules.kit import (
    CallSite,
    Context,
    Edit,
    FixUnavailable,
    SemanticModel,
    Span,
    Verb,
    insert_before,
    replace_span,
)
from mllint_rules.rules.structure._blocks import Indent, bound_names, check_movable, line_start
from mllint_rules.rules.structure._captures import Bindings, variables
from mllint_rules.rules.structure._data_kinds import is_constant_name


@dataclass(frozen=True, slots=True)
class _InsertBehind:
    """Lines at module level behind a statement and the comment on its line."""

    statement: ast.stmt
    lines: str

    def edits(self, model: SemanticModel) -> Iterable[Edit]:
        text = model.document.text
        end = model.span(self.statement).end
        while end < len(text) and text[end] not in "\r\n":
            end += 1
        yield Edit(Span(end, end), self.lines)


def extract_parser(ctx: Context, name: str, bindings: Bindings, sites: Iterable[CallSite]) -> list[Verb]:
    """The changes that make `parse_args()` of the statements from the parser to the parsed arguments.

    Empty where they do not stand together at module level, or where other code uses the parser.
    """
    statements = _parser_statements(ctx, bindings)
    if statements is None:
        return []
    assignment = statements[-1]
    assert isinstance(assignment, ast.Assign)
    namespace = ctx.reach("argparse", "Namespace")
    function = ctx.fresh_name("parse_args")
    start = ctx.model.span(assignment).start
    header = f'def {function}() -> {namespace.text}:\n    """Read the command line."""\n'
    verbs: list[Verb] = [
        *namespace.verbs,
        Indent(statements, _blank_lines_before(ctx, statements[0]) + header),
        replace_span(Span(start, ctx.model.span(assignment.value).start), "return "),
    ]
    call = f"{name} = {function}()"
    guard = _guard_of_all_uses(ctx, name, assignment, sites)
    if guard is None:
        verbs.append(_InsertBehind(assignment, f"\n\n\n{call}"))
    else:
        verbs.append(insert_before(guard.body[0], call))
    return verbs


def _parser_statements(ctx: Context, bindings: Bindings) -> Sequence[ast.stmt] | None:
    """The statements of the module that make the parser, fill it and run it, when they stand together."""
    body = ctx.model.tree.body
    assignment = ctx.statement(bindings[0].node)
    if len(bindings) != 1 or assignment not in body or ctx.is_exploratory:
        return None
    value = bindings[0].statement_value
    if (
        not isinstance(assignment, ast.Assign)
        or len(assignment.targets) != 1
        or not isinstance(value, ast.Call)
    ):
        return None
    parser = ctx.call(value).receiver
    if ctx.called(value) != "argparse.ArgumentParser.parse_args" or not isinstance(parser, ast.Name):
        return None
    made = ctx.definitions(parser)
    first = ctx.statement(made[0].node) if len(made) == 1 else None
    if first not in body:
        return None
    statements = body[body.index(first) : body.index(assignment) + 1]
    return statements if _is_self_contained(ctx, statements, assignment) else None


def _is_self_contained(ctx: Context, statements: Sequence[ast.stmt], assignment: ast.Assign) -> bool:
    """Whether the statements only deal with the parser, and nothing else does."""
    if not all(isinstance(each, (ast.Assign, ast.Expr)) for each in statements):
        return False
    try:
        check_movable(ctx, statements)
    except FixUnavailable:
        return False
    bound = bound_names(ctx, statements[:-1])
    inside = {node for statement in statements for node in ast.walk(statement)}
    for name in bound:
        if any(node not in inside for node in ctx.model.index.names[name]) or ctx.is_reached_from_elsewhere(
            name
        ):
            return False
    data = variables(ctx)
    for statement in statements:
        names = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
        if statement is not assignment and names.isdisjoint(bound):
            return False
        if any(
            name in data and name not in bound and not is_constant_name(name)
            for name in names - _targets(assignment)
        ):
            return False
    return True


def _targets(assignment: ast.Assign) -> set[str]:
    return {target.id for target in assignment.targets if isinstance(target, ast.Name)}


def _guard_of_all_uses(
    ctx: Context, name: str, assignment: ast.stmt, sites: Iterable[CallSite]
) -> ast.If | None:
    """The main guard behind the statements, when all that the module does with the arguments stands in it."""
    body = ctx.model.tree.body
    for guard in body[body.index(assignment) + 1 :]:
        if isinstance(guard, ast.If) and ctx.is_main_guard(guard):
            inside = {node for statement in guard.body for node in ast.walk(statement)}
            used = [site.reference for site in sites if site.frame is None]
            used += [
                node
                for node in ctx.model.index.names[name]
                if isinstance(node.ctx, ast.Load)
                and ctx.is_module_name(node)
                and ctx.outermost_function(node) is None
            ]
            return (
                guard
                if all(node in inside for node in used) and not ctx.is_reached_from_elsewhere(name)
                else None
            )
    return None


def _blank_lines_before(ctx: Context, statement: ast.stmt) -> str:
    """What is missing to the two empty lines before a function."""
    text = ctx.document.text
    head = text[: line_start(text, ctx.model.span(statement).start)]
    if not head.strip():
        return ""
    lines = head.splitlines()
    empty = 0
    while lines and not lines.pop().strip():
        empty += 1
    return "\n" * max(2 - empty, 0)
