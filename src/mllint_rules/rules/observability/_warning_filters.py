"""Statements that silence warnings, and how much they silence."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from mllint_rules.kit import Call, Context, SemanticModel

_MEANINGFUL = ("ConvergenceWarning", "UndefinedMetricWarning")
_BASES = ("builtins.Warning", "Warning")
_ENVIRONMENT = {"TF_CPP_MIN_LOG_LEVEL": ("3",), "PYTHONWARNINGS": ("ignore",)}
CALLS = (
    "filterwarnings",
    "simplefilter",
    "seterr",
    "setLevel",
    "set_verbosity_error",
    "setdefault",
    "set_option",
)


def silencing_statements(model: SemanticModel, ctx: Context) -> Iterator[tuple[ast.stmt, str]]:
    """The statements at module level that silence warnings wholesale, and what they keep from being seen."""
    for name in CALLS:
        for node in model.calls_named(name):
            statement = ctx.statement(node)
            if isinstance(statement, ast.Expr) and statement.value is node and _is_at_module_level(node, ctx):
                silenced = _silenced_by_call(ctx.call(node), ctx)
                if silenced is not None:
                    yield statement, silenced
    settable = _settable_kinds(model.document.code)
    for assignment in model.index.nodes(ast.Assign) if settable else ():
        target = assignment.targets[0]
        if len(assignment.targets) == 1 and isinstance(target, settable):
            silenced = _silenced_by_assignment(target, assignment.value, ctx)
            if silenced is not None and _is_at_module_level(assignment, ctx):
                yield assignment, silenced


def _settable_kinds(code: str) -> tuple[type[ast.expr], ...]:
    """The targets whose assignment may silence something, by the words that have to occur: in most modules none."""
    return (ast.Attribute,) * ("chained_assignment" in code) + (ast.Subscript,) * ("environ" in code)


def _is_at_module_level(node: ast.AST, ctx: Context) -> bool:
    """Whether a node runs with the module, outside of `catch_warnings`."""
    for parent in ctx.ancestors(node):
        if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            return False
        if isinstance(parent, ast.With) and any(
            ctx.called(item.context_expr) in ("warnings.catch_warnings", "numpy.errstate")
            for item in parent.items
        ):
            return False
    return True


def _silenced_by_call(call: Call, ctx: Context) -> str | None:
    name = call.name or ""
    if name in ("warnings.filterwarnings", "warnings.simplefilter"):
        return (
            None
            if call.unpacks or ctx.value_of(call.argument("action")) != "ignore"
            else _filtered(call, ctx)
        )
    if name == "numpy.seterr":
        return "every floating-point problem" if ctx.value_of(call.argument("all")) == "ignore" else None
    if name == "transformers.logging.set_verbosity_error":
        return "the warnings of transformers"
    if name == "pandas.set_option" and len(call.node.args) == 2:
        key = ctx.value_of(call.node.args[0])
        is_off = ctx.value_of(call.node.args[1]) is None
        return (
            "chained assignments"
            if key in ("mode.chained_assignment", "chained_assignment") and is_off
            else None
        )
    receiver = call.receiver
    if name.endswith(".setLevel") or (isinstance(receiver, ast.Call) and call.node.args):
        is_tensorflow = receiver is not None and ctx.called(receiver) == "tensorflow.get_logger"
        return "the warnings of TensorFlow" if is_tensorflow and _is_error(call.node.args[:1], ctx) else None
    if name in ("os.environ.setdefault", "os._Environ.setdefault") or _is_environ(receiver, ctx):
        return _environment(call.node.args[0], call.node.args[1], ctx) if len(call.node.args) == 2 else None
    return None


def _is_error(arguments: list[ast.expr], ctx: Context) -> bool:
    if not arguments:
        return False
    return ctx.value_of(arguments[0]) in ("ERROR", "FATAL", "CRITICAL", 40, 50) or ctx.qualified_name(arguments[0]) in (
        "logging.ERROR", "logging.CRITICAL", "logging.FATAL",
    )  # fmt: skip


def _filtered(call: Call, ctx: Context) -> str | None:
    """What an `ignore` filter silences, when that is too much."""
    if call.argument("message") is not None and ctx.value_of(call.argument("message")) != "":
        return None
    category = call.argument("category")
    name = None if category is None else ctx.qualified_name(category)
    last = (name or "").rpartition(".")[2] or (ast.unparse(category).rpartition(".")[2] if category else "")
    if last in _MEANINGFUL:
        return f"`{last}`, which says that the result is wrong"
    module = call.argument("module")
    is_everywhere = module is None or ctx.value_of(module) in ("", ".*")
    return "every warning" if is_everywhere and (category is None or name in _BASES) else None


def _silenced_by_assignment(target: ast.expr, value: ast.expr, ctx: Context) -> str | None:
    if isinstance(target, ast.Attribute):
        if target.attr != "chained_assignment":
            return None
        is_pandas = ctx.qualified_name(target) == "pandas.options.mode.chained_assignment"
        return "chained assignments" if is_pandas and ctx.value_of(value) is None else None
    if isinstance(target, ast.Subscript) and _is_environ(target.value, ctx):
        return _environment(target.slice, value, ctx)
    return None


def _is_environ(node: ast.expr | None, ctx: Context) -> bool:
    return node is not None and ctx.qualified_name(node) == "os.environ"


def _environment(key: ast.expr, value: ast.expr, ctx: Context) -> str | None:
    name, setting = ctx.value_of(key), ctx.value_of(value)
    if isinstance(name, str) and setting in _ENVIRONMENT.get(name, ()):
        return "every warning" if name == "PYTHONWARNINGS" else "the warnings and errors of TensorFlow"
    return None
