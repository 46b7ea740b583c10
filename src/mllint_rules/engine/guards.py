"""Which guard of a rule stopped it: the condition that decided, and what decided that in the rule's helpers."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from mllint_rules.engine.rule_source import Condition, RuleSource, rule_source
from mllint_rules.engine.watching import Activation, Branch, Record

_STEPS = 3
# What goes one way or the other by a condition. An expression with `and`, `or` or `if` just has a value.
_HOLDERS = (ast.If, ast.While, ast.Assert, ast.comprehension, ast.match_case)
_SHORT = (ast.Return, ast.Continue, ast.Break, ast.Raise, ast.Pass)


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition in the source of a rule, or the statement that gave a value to one.

    `text` is its source on one line and `function` the function it stands in. `holds` says whether the condition
    held, None where it has no truth of its own; `operand` is the part of it that decided, with its own truth.
    `is_exit` says that the rule gives up where it holds, `is_about_syntax` that it just asks for a kind of syntax.
    """

    path: str
    line: int
    function: str
    text: str
    holds: bool | None = None
    operand: str | None = None
    operand_holds: bool | None = None
    is_exit: bool = False
    is_about_syntax: bool = False


def decisive_guards(record: Record, *, only_about: bool) -> tuple[Guard, ...]:
    """The last condition that was decided before the rule ended, then what decided it in helper functions.

    With `only_about` the last one about the line in question; nothing when there is none.
    """
    branches = [branch for branch in record.branches if branch.is_about or not only_about]
    deciding = [branch for branch in branches if isinstance(branch.condition.holder, _HOLDERS)]
    if branches:
        return _chain((deciding or branches)[-1])
    if only_about or not record.roots:
        return ()
    last = record.roots[-1]
    found = _statement(last)
    return () if found is None else (found,)


def _chain(branch: Branch) -> tuple[Guard, ...]:
    steps = [_guard(branch)]
    activation, moment, decided = branch.activation, branch.moment, _decided(branch)
    while len(steps) < _STEPS:
        helper = _helper(activation, decided, moment)
        if helper is None:
            break
        ending = _ending(helper, moment)
        if isinstance(ending, Branch):
            steps.append(_guard(ending))
            activation, moment, decided = helper, ending.moment, _decided(ending)
            continue
        plain = _statement(helper)
        if plain is None or ending is None:
            break
        steps.append(plain)
        activation, decided = helper, ending
    return tuple(steps)


def _decided(branch: Branch) -> ast.AST:
    return branch.condition.operand or branch.condition.test


def _guard(branch: Branch) -> Guard:
    condition = branch.condition
    source = rule_source(branch.activation.code.co_filename)
    has_truth = isinstance(condition.holder, _HOLDERS) and condition.operand is not None
    holds = _truth_of_test(branch, source) if has_truth else None
    is_part = condition.operand is not None and condition.operand is not condition.test
    operand = condition.operand if is_part else None
    if isinstance(condition.holder, ast.IfExp):
        operand = condition.operand
    elif condition.operand is not None and not has_truth and not _is_final(branch, source):
        operand = None  # evaluation went on behind it: another operand gave the value
    return Guard(
        source.path,
        condition.test.lineno,
        branch.activation.code.co_name,
        _text(condition, source, holds=holds),
        holds,
        None if operand is None else source.segment(operand),
        None if operand is None else branch.truth,
        is_exit=isinstance(condition.holder, ast.If) and isinstance(condition.holder.body[-1], _SHORT),
        is_about_syntax=_is_about_syntax(_decided(branch)),
    )


def _truth_of_test(branch: Branch, source: RuleSource) -> bool:
    """The truth of the whole condition: evaluation ended with this operand, so only `not` changes it."""
    node: ast.AST | None = branch.condition.operand
    truth = branch.truth
    while node is not None and node is not branch.condition.test:
        node = source.parents.get(node)
        if isinstance(node, ast.UnaryOp):
            truth = not truth
    return truth


def _is_final(branch: Branch, source: RuleSource) -> bool:
    """Whether `and` or `or` stopped at this operand, so that its value is that of the whole."""
    node: ast.AST = _decided(branch)
    truth = branch.truth
    while node is not branch.condition.test:
        parent = source.parents[node]
        if isinstance(parent, ast.UnaryOp):
            truth = not truth
        elif isinstance(parent, ast.BoolOp) and truth is not isinstance(parent.op, ast.Or):
            return False
        node = parent
    return True


def _is_about_syntax(node: ast.AST) -> bool:
    """Whether a condition is `isinstance(…, ast.…)` and nothing else."""
    if not isinstance(node, ast.Call) or ast.unparse(node.func) != "isinstance" or len(node.args) != 2:
        return False
    kinds = [each for each in ast.walk(node.args[1]) if isinstance(each, ast.Attribute)]
    return bool(kinds) and all(ast.unparse(each.value) == "ast" for each in kinds)


def _text(condition: Condition, source: RuleSource, *, holds: bool | None) -> str:
    holder, test = condition.holder, source.segment(condition.test)
    if isinstance(holder, ast.comprehension):
        return f"... for {source.segment(holder.target)} in {source.segment(holder.iter)} if {test}"
    if isinstance(holder, ast.If):
        first = holder.body[0]
        return f"if {test}: {source.segment(first)}" if holds and isinstance(first, _SHORT) else f"if {test}"
    if isinstance(holder, (ast.While, ast.Assert)):
        return f"{type(holder).__name__.lower()} {test}"
    return test if isinstance(holder, ast.match_case) else source.segment(holder)


def _statement(activation: Activation) -> Guard | None:
    """The statement with which a function ended, where no condition decided."""
    source = rule_source(activation.code.co_filename)
    node = source.statement_at(activation.last_line)
    if node is None:
        return None
    around = source.parents.get(node)
    if isinstance(around, ast.If) and node in around.body and isinstance(node, _SHORT):
        text = f"if {source.segment(around.test)}: {source.segment(node)}"
        return Guard(source.path, around.lineno, activation.code.co_name, text, holds=True, is_exit=True)
    text = source.segment(node)
    if isinstance(node, (ast.For, ast.AsyncFor)):
        text = f"for {source.segment(node.target)} in {source.segment(node.iter)}"
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.With, ast.Try)):
        text = source.lines[node.lineno - 1].strip()
    return Guard(source.path, node.lineno, activation.code.co_name, text)


def _ending(activation: Activation, moment: int) -> Branch | ast.AST | None:
    """What decided the result of a helper: a condition, or the statement that returned it."""
    source = rule_source(activation.code.co_filename)
    statement = source.statement_at(activation.last_line)
    last = next((branch for branch in reversed(activation.branches) if branch.moment < moment), None)
    if last is None or not isinstance(statement, ast.Return):
        return last or statement
    condition = last.condition
    around = (condition.test, *source.ancestors(condition.test))
    if statement in around:  # a condition within `return …`
        return last
    value = statement.value
    is_plain = value is None or isinstance(value, (ast.Constant, ast.Name))
    is_guarded = isinstance(condition.holder, ast.If) and statement in (
        *condition.holder.body,
        *condition.holder.orelse,
    )
    return last if is_guarded or is_plain else statement


def _helper(activation: Activation, decided: ast.AST, moment: int) -> Activation | None:
    """The function of the pack that gave the decided expression its value: called in it, or assigned before."""
    source = rule_source(activation.code.co_filename)
    called = _calls_in(activation, decided, moment)
    if called:
        return called[-1]
    names = {node.id for node in ast.walk(decided) if isinstance(node, ast.Name)}
    around = source.ancestors(decided)
    function = next(
        (each for each in around if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef))), None
    )
    found: list[Activation] = []
    for node in ast.walk(function) if function is not None else ():
        if isinstance(node, (ast.Assign, ast.AnnAssign, ast.NamedExpr)) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Name) and target.id in names for target in targets):
                called = _calls_in(activation, node.value, moment)
                # A helper that ran for each element of something speaks for one element only.
                found += called if len(called) == 1 or not _repeats(node.value) else []
    return max(found, key=lambda each: each.moment, default=None)


def _calls_in(activation: Activation, node: ast.AST, moment: int) -> list[Activation]:
    """The functions of the pack that ran for an expression before that moment, in order."""
    words = {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}
    words |= {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    first, last = getattr(node, "lineno", 0), getattr(node, "end_lineno", 0) or 0
    return [
        call
        for call in activation.calls
        if call.moment <= moment and call.code.co_name in words and first <= call.call_line <= last
    ]


def _repeats(node: ast.AST) -> bool:
    return any(isinstance(each, ast.comprehension) for each in ast.walk(node))
