"""The source of rules, read back from bytecode: which condition a conditional jump decides, and how."""

from __future__ import annotations

import ast
import dis
import linecache
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from types import CodeType

_DECIDES = re.compile(r"_IF_(TRUE|FALSE|NONE|NOT_NONE)(?:_OR_POP)?\Z")
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_LOOPS = (ast.For, ast.AsyncFor, ast.comprehension)

# The code of a comprehension that runs in a frame of its own (all of them before Python 3.12) is called so.
INNER_CODE = ("<genexpr>", "<listcomp>", "<setcomp>", "<dictcomp>")


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """What a conditional jump is about.

    `test` is the whole condition and `holder` what it stands in: an `if`, `while` or `assert`, a comprehension, or
    the statement whose value it is. `operand` is the part of the test that this jump looks at, None where Python
    before 3.11 does not say. `names` are the names that the condition is about: those it reads, those of the loops
    around it and the parameters.
    """

    test: ast.expr
    holder: ast.AST
    operand: ast.expr | None
    names: frozenset[str]


class RuleSource:
    """One file of a rule pack."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.text = "".join(linecache.getlines(path))
        self.lines = self.text.splitlines()
        try:
            self.tree = ast.parse(self.text)
        except (SyntaxError, ValueError):  # changed on disk since it was loaded
            self.tree = ast.Module([], [])

    @cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        """The syntax right around each node."""
        return {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}

    @cached_property
    def _by_place(self) -> dict[tuple[int, int, int, int], ast.expr]:
        """Expressions by where they begin and end; of several in one place the innermost."""
        return {
            (node.lineno, node.col_offset, node.end_lineno or 0, node.end_col_offset or 0): node
            for node in ast.walk(self.tree)
            if isinstance(node, ast.expr)
        }

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        """The syntax around a node, nearest first."""
        current = self.parents.get(node)
        while current is not None:
            yield current
            current = self.parents.get(current)

    def segment(self, node: ast.AST) -> str:
        """The text of a node, on one line."""
        return " ".join((ast.get_source_segment(self.text, node) or "").split())

    def statement_at(self, line: int) -> ast.stmt | None:
        """The innermost statement that holds a line."""
        found = [
            node
            for node in ast.walk(self.tree)
            if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or node.lineno)
        ]
        return max(found, key=lambda node: (node.lineno, -(node.end_lineno or 0)), default=None)

    def expression_at(self, place: tuple[int, int, int, int]) -> ast.expr | None:
        """The expression that begins and ends exactly there."""
        return self._by_place.get(place)

    def conditions_on(self, first: int, last: int) -> list[ast.expr]:
        """The operands of all conditions on these lines, in source order: where no columns are known."""
        found = [
            node
            for node in ast.walk(self.tree)
            if isinstance(node, ast.expr)
            and first <= node.lineno <= last
            and self._is_jumped_on(node)
            and not isinstance(node, ast.BoolOp)
            and not (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not))
        ]
        return sorted(found, key=lambda node: (node.lineno, node.col_offset))

    def is_operand(self, node: ast.expr) -> bool:
        """Whether an expression is a condition, or a part that `and`, `or` and `not` put together to one."""
        parent = self.parents.get(node)
        if isinstance(parent, ast.BoolOp) or (isinstance(parent, ast.UnaryOp) and _is_not(parent)):
            return True
        if isinstance(parent, (ast.If, ast.While, ast.IfExp, ast.Assert)):
            return parent.test is node
        if isinstance(parent, ast.match_case):
            return parent.guard is node
        return isinstance(parent, ast.comprehension) and node in parent.ifs

    def _is_jumped_on(self, node: ast.expr) -> bool:
        """Whether an operand decides where to go on: the last one of a value is just that value."""
        parent = self.parents.get(node)
        if isinstance(parent, ast.BoolOp):
            return node is not parent.values[-1] or self._is_jumped_on(parent)
        if isinstance(parent, ast.UnaryOp):
            return _is_not(parent) and self._is_jumped_on(parent)
        return self.is_operand(node)

    def condition(self, operand: ast.expr, *, is_exact: bool = True) -> Condition:
        """The condition that an operand is a part of."""
        test = operand
        while isinstance(parent := self.parents.get(test), (ast.BoolOp, ast.UnaryOp)) and (
            isinstance(parent, ast.BoolOp) or _is_not(parent)
        ):
            test = parent
        holder = self.parents.get(test, test)
        if not self.is_operand(test):
            holder = next((each for each in self.ancestors(test) if isinstance(each, ast.stmt)), holder)
        names = {node.id for node in ast.walk(test) if isinstance(node, ast.Name)}
        for around in self.ancestors(test):
            if isinstance(around, _COMPREHENSIONS):
                targets: list[ast.expr] = [generator.target for generator in around.generators]
            elif isinstance(around, _LOOPS):
                targets = [around.target]
            elif isinstance(around, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
                arguments = around.args
                names |= {
                    each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
                }
                if not isinstance(around, ast.Lambda):
                    break
                continue
            else:
                continue
            names |= {node.id for each in targets for node in ast.walk(each) if isinstance(node, ast.Name)}
        return Condition(test, holder, operand if is_exact else None, frozenset(names))


@cache
def rule_source(path: str) -> RuleSource:
    """The source of a file, read once."""
    return RuleSource(path)


@dataclass(frozen=True, slots=True)
class Jump:
    """A conditional jump: where to when it jumps, which truth that means, and the condition if it is known."""

    target: int
    jumps_if: str
    condition: Condition | None

    def truth(self, jumped: bool) -> bool:
        """Whether the operand was true."""
        if self.jumps_if in ("TRUE", "FALSE"):
            return jumped is (self.jumps_if == "TRUE")
        is_none = jumped is (self.jumps_if == "NONE")
        operand = self.condition.operand if self.condition is not None else None
        is_negated = isinstance(operand, ast.Compare) and isinstance(operand.ops[0], ast.IsNot)
        return not is_none if is_negated else is_none


@cache
def jumps(code: CodeType) -> dict[int, Jump]:
    """The conditional jumps of a function by their offsets."""
    instructions = [each for each in dis.get_instructions(code) if each.opname != "CACHE"]
    source = rule_source(code.co_filename)
    lines = _lines(code)
    found: dict[int, Jump] = {}
    for position, instruction in enumerate(instructions):
        decides = _DECIDES.search(instruction.opname)
        if decides is None or not isinstance(instruction.argval, int):
            continue
        operand = _operand(instructions[:position], source)
        condition = None
        if operand is not None:
            condition = source.condition(operand)
        elif not hasattr(instruction, "positions"):
            condition = _by_line(code, instruction.offset, lines, source)
        found[instruction.offset] = Jump(instruction.argval, decides[1], condition)
    return found


def _operand(before: list[dis.Instruction], source: RuleSource) -> ast.expr | None:
    """The operand whose value the instructions have just worked out."""
    for instruction in reversed(before):
        if instruction.opname in ("TO_BOOL", "COPY", "DUP_TOP", "NOT_TAKEN"):
            continue
        place = getattr(instruction, "positions", None)
        if place is None:
            return None
        node = source.expression_at((place.lineno, place.col_offset, place.end_lineno, place.end_col_offset))
        while node is not None and not source.is_operand(node):
            parent = source.parents.get(node)
            node = parent if isinstance(parent, ast.expr) else None
        return node
    return None


def _by_line(code: CodeType, offset: int, lines: dict[int, int], source: RuleSource) -> Condition | None:
    """The condition by its line: the operands of a statement are looked at in source order, each with one jump."""
    statement = source.statement_at(lines[offset]) if offset in lines else None
    if statement is None:
        return None
    first, last = statement.lineno, _header_end(statement)
    here = [
        each.offset
        for each in dis.get_instructions(code)
        if _DECIDES.search(each.opname) and first <= lines.get(each.offset, 0) <= last
    ]
    candidates = [node for node in source.conditions_on(first, last) if _runs_in(node, code, source)]
    if offset in here and len(candidates) == len(here):
        return source.condition(candidates[here.index(offset)])
    return source.condition(candidates[0], is_exact=False) if candidates else None


def _header_end(statement: ast.stmt) -> int:
    """The last line of a statement before the statements in it."""
    body = getattr(statement, "body", None)
    end = statement.end_lineno or statement.lineno
    return max(statement.lineno, min(end, body[0].lineno - 1)) if body else end


def _runs_in(node: ast.expr, code: CodeType, source: RuleSource) -> bool:
    """Whether the code that evaluates an expression is this one: comprehensions and lambdas have their own."""
    kinds = {
        "<genexpr>": ast.GeneratorExp, "<listcomp>": ast.ListComp, "<setcomp>": ast.SetComp,
        "<dictcomp>": ast.DictComp, "<lambda>": ast.Lambda,
    }  # fmt: skip
    inner = next((each for each in source.ancestors(node) if isinstance(each, tuple(kinds.values()))), None)
    wanted = kinds.get(code.co_name)
    return inner is None if wanted is None else isinstance(inner, wanted)


def _lines(code: CodeType) -> dict[int, int]:
    return {
        offset: line
        for start, end, line in code.co_lines()
        if line is not None
        for offset in range(start, end, 2)
    }


def _is_not(node: ast.UnaryOp) -> bool:
    return isinstance(node.op, ast.Not)
