"""Lines that a reader drops: how it is told to, who watches the number, and how to keep them."""

from __future__ import annotations

import ast

from mllint_rules.kit import (
    Call,
    Context,
    FixPlan,
    FixUnavailable,
    Span,
    Verb,
    insert_after,
    insert_before,
    position,
    remove_keyword,
    replace,
    replace_span,
    set_keyword,
    table,
    unsafe_fix,
)
from mllint_rules.rules.data._frames import FrameTrace

_NESTING = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.IfExp, ast.BoolOp)
_C_ENGINE_ONLY = ("float_precision", "low_memory")
_COUNTS = frozenset({"shape", "height", "size", "index"})


def reader_of(call: Call) -> str | None:
    """The reader that is certainly called, by the name of its library: the project may have it under another."""
    facts = table("skipped_rows")
    apis = (*facts["spark"]["option_calls"], *(api for each in facts["readers"].values() for api in each))
    return next((api for api in apis if call.matches(frozenset({api}))), None)


def telling_argument(call: Call, ctx: Context) -> ast.keyword | ast.expr | None:
    """The argument by which a reader is told to drop rows."""
    facts = table("skipped_rows")
    name = reader_of(call) or ""
    if name in facts["spark"]["option_calls"]:
        return _spark_mode(call, ctx)
    library = name.partition(".")[0]
    for argument, values in facts.get(library, {}).items():
        given = call.keyword(argument)
        if given is not None:
            value = ctx.value_of(given.value)
            if any(value is one or (isinstance(one, str) and value == one) for one in values):
                return given
    return None


def _spark_mode(call: Call, ctx: Context) -> ast.keyword | ast.expr | None:
    modes = table("skipped_rows")["spark"]["modes"]
    given = call.keyword("mode")
    if given is not None:
        return given if str(ctx.value_of(given.value)).upper() in modes else None
    name, value = call.positional(0), call.positional(1)
    if not (reader_of(call) or "").endswith(".option") or name is None or value is None:
        return None
    is_mode = str(ctx.value_of(name)).lower() == "mode" and str(ctx.value_of(value)).upper() in modes
    return value if is_mode else None


def is_row_count_watched(ctx: Context, call: Call) -> bool:
    """Whether the number of rows is compared, asserted or logged after the read."""
    for node in FrameTrace(ctx, call.node).states:
        parent = ctx.parent(node)
        is_count = isinstance(parent, ast.Attribute) and parent.attr in _COUNTS
        if isinstance(parent, ast.Call) and node in parent.args:
            is_count = ctx.call(parent).name == "builtins.len"
        if parent is not None and is_count and _is_told(ctx, parent, 0):
            return True
    return False


def _is_told(ctx: Context, count: ast.AST, depth: int) -> bool:
    """Whether a number ends in a comparison, an assertion, a record or on the screen."""
    for parent in ctx.ancestors(count):
        if isinstance(parent, (ast.Compare, ast.Assert)):
            return True
        if isinstance(parent, ast.Call) and parent is not count:
            name = ctx.call(parent).name or ast.unparse(parent.func)
            last = name.rpartition(".")[2]
            if last in (
                "print",
                "debug",
                "info",
                "warning",
                "error",
                "log",
                "write",
                "echo",
                "display",
                "log_metric",
            ):
                return True
        if isinstance(parent, ast.Assign) and depth < 2:
            bindings = [ctx.model.binding_at(node) for target in parent.targets for node in ast.walk(target)]
            return any(
                _is_told(ctx, use, depth + 1) for b in bindings if b is not None for use in ctx.uses(b)
            )
        if isinstance(parent, ast.stmt):
            return isinstance(parent, ast.Expr) and ctx.is_displayed(parent)
    return False


def collecting_plan(ctx: Context, call: Call) -> FixPlan | None:
    """Collect the bad lines of a read by pandas in a list and log their number behind it. Raises `FixUnavailable`."""
    statement = ctx.statement(call.node)
    if call.unpacks or not _is_plain(ctx, call, statement) or _is_too_old(ctx):
        return None
    if call.keyword("engine") is not None and ctx.value_of(call.argument("engine")) not in ("c", "python"):
        return None
    lines = ctx.fresh_name("bad_lines")
    verbs: list[Verb] = [insert_before(statement, f"{lines}: list[list[str]] = []")]
    verbs += _arguments(call, f"{lines}.append")
    warning, needed = _warning(ctx, statement, lines)
    verbs += needed
    behind = f"if {lines}:\n    {warning}"
    if isinstance(statement, ast.Return):
        frame = ctx.fresh_name("frame")
        start = ctx.model.span(statement).start
        verbs.append(replace_span(Span(start, start + len("return")), f"{frame} ="))
        behind += f"\nreturn {frame}"
    verbs.append(insert_after(statement, behind))
    return unsafe_fix("Collect the lines that cannot be parsed and log their number", *verbs)


def _is_plain(ctx: Context, call: Call, statement: ast.stmt) -> bool:
    """Whether the read runs once in its statement, and whole lines can be put around that."""
    if not isinstance(statement, (ast.Assign, ast.AnnAssign, ast.Expr, ast.Return)):
        return False
    if isinstance(statement, ast.Expr) and ctx.is_exploratory and ctx.is_displayed(statement):
        return False
    for parent in ctx.ancestors(call.node):
        if isinstance(parent, _NESTING):
            return False
        if parent is statement:
            break
    if ctx.class_of(statement) is not None and ctx.function_of(statement) is None:
        return False
    # A chunked reader goes on reading behind the statement.
    return all(ctx.value_of(call.argument(name)) in (None, False) for name in ("chunksize", "iterator"))


def _is_too_old(ctx: Context) -> bool:
    declared = ctx.version_of("pandas")
    return declared is not None and declared.upper is not None and declared.upper.release < (1, 4)


def _arguments(call: Call, collector: str) -> list[Verb]:
    """`on_bad_lines=…` in the place of the old argument, and the engine that can call a function."""
    keywords = {keyword.arg: keyword for keyword in call.node.keywords}
    verbs: list[Verb] = []
    engine = "" if "engine" in keywords else ', engine="python"'
    if "engine" in keywords:
        verbs.append(set_keyword(call, "engine", '"python"'))
    if "on_bad_lines" in keywords:
        verbs.append(set_keyword(call, "on_bad_lines", collector + engine))
        dropped: tuple[str, ...] = _C_ENGINE_ONLY
    else:
        old = keywords["error_bad_lines"]
        verbs.append(replace(old, f"on_bad_lines={collector}{engine}"))
        dropped = (*_C_ENGINE_ONLY, "warn_bad_lines")
    present = sorted((keywords[name] for name in dropped if name in keywords), key=position)
    if len(present) > 1:
        raise FixUnavailable("several arguments stand in the way")
    return [*verbs, *(remove_keyword(call, str(keyword.arg)) for keyword in present)]


def _warning(ctx: Context, statement: ast.stmt, lines: str) -> tuple[str, tuple[Verb, ...]]:
    """The record that says how many lines were bad, by the logger the module has, and what it needs."""
    usable = (each for each in ctx.module_loggers if ctx.is_bound_at(each.binding, statement))
    logger = next(usable, None)
    count = f"len({lines})"
    record = f'warning("lines not parsed: %s", {count}, extra={{"bad_lines": {count}}})'
    if logger is None:
        reach = ctx.reach("logging")
        return f"{reach.text}.getLogger(__name__).{record}", reach.verbs
    if logger.style == "structlog":
        record = f'warning("lines_not_parsed", bad_lines={count})'
    elif logger.style == "loguru":
        record = f'warning("lines not parsed: {{bad_lines}}", bad_lines={count})'
    return f"{logger.name}.{record}", ()
