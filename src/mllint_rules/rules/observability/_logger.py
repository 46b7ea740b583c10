"""The logger of a module: the one it has, or the lines that give it one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from mllint_rules.kit import (
    Binding,
    BindingKind,
    Context,
    Edit,
    FixUnavailable,
    SemanticModel,
    Span,
    Verb,
    insertion_after_imports,
    table,
)
from mllint_rules.rules.observability._entry import VISIBLE, entry_verbs, script_configuration
from mllint_rules.rules.observability._styles import Style

_STYLES: tuple[Style, ...] = ("structlog", "loguru", "stdlib")
_DEFINITIONS = ("def ", "class ", "async def ", "@")
_LEVELS = ("debug", "info", "warning", "error", "exception", "critical")


@dataclass(frozen=True, slots=True)
class Logger:
    """How a log call is written at some place, and what must be added to the module for it."""

    name: str
    style: Style
    verbs: tuple[Verb, ...]


@dataclass(frozen=True, slots=True)
class _DefineLogger:
    """Lines behind the imports, set off by empty lines."""

    lines: str

    def edits(self, model: SemanticModel) -> Iterator[Edit]:
        """One insertion."""
        edit = insertion_after_imports(model, "\n" + self.lines)
        source = model.document.text
        following = source[edit.span.start : edit.span.start + 2]
        gap = "" if following[:1] in ("", "\n", "\r") else "\n"
        if source.startswith(_DEFINITIONS, edit.span.start):
            gap = "\n\n"
        text = "\n" + edit.text.strip("\n") + "\n" + gap
        before = source[: edit.span.start]
        if before and not before.endswith(("\n", "\r")):
            text = "\n" + text.removesuffix("\n")
        yield Edit(edit.span, text)


def logger_for(
    ctx: Context, node: ast.AST, style: Style | None = None, configuration: str = VISIBLE
) -> Logger:
    """The logger to use at a node, in the style asked for, or in that of the settings, the module or the project.

    `configuration` are the arguments of the `basicConfig` that a program without any configuration gets.

    Raises `FixUnavailable` where the name of the logger means something else, or nothing yet.
    """
    wanted = style or _configured_style(ctx)
    existing = _module_loggers(ctx)
    fitting = [(binding, kind) for binding, kind in existing if wanted in (None, kind)]
    if fitting:
        binding, kind = fitting[0]
        _require_visible(binding, node, ctx)
        return Logger(binding.name, kind, entry_verbs(ctx, configuration) if kind == "stdlib" else ())
    return _new_logger(wanted or preferred_style(ctx), node, ctx, configuration)


def preferred_style(ctx: Context) -> Style:
    """The logging library that the module imports, else the one that the project declares, else the stdlib's."""
    configured = _configured_style(ctx)
    if configured is not None:
        return configured
    imported: tuple[tuple[Style, str], ...] = (
        ("structlog", "structlog"), ("loguru", "loguru"), ("stdlib", "logging"),
    )  # fmt: skip
    for style, library in imported:
        if ctx.imports(library):
            return style
    declared = (style for style in _STYLES if style != "stdlib" and ctx.declares(style))
    return next(declared, "stdlib")


def _configured_style(ctx: Context) -> Style | None:
    return next((style for style in _STYLES if style == ctx.environment.logging_style), None)


def _new_logger(style: Style, node: ast.AST, ctx: Context, configuration: str) -> Logger:
    if style == "loguru":
        _require_later(node, "", ctx)
        reach = ctx.reach("loguru", "logger")
        return Logger(reach.text, style, reach.verbs)
    name = ctx.fresh_name("logger")
    if style == "structlog":
        reach = ctx.reach("structlog")
        lines = f"{name} = {reach.text}.get_logger(__name__)\n"
        _require_later(node, lines, ctx)
        return Logger(name, style, (*reach.verbs, _DefineLogger(lines)))
    reach = ctx.reach("logging")
    configured, verbs = script_configuration(ctx, configuration)
    lines = f"{configured}{name} = {reach.text}.getLogger(__name__)\n"
    _require_later(node, lines, ctx)
    return Logger(name, style, (*reach.verbs, *verbs, *entry_verbs(ctx, configuration), _DefineLogger(lines)))


def _require_later(node: ast.AST, lines: str, ctx: Context) -> None:
    """Refuse a repair of a line that runs before what is inserted."""
    start = insertion_after_imports(ctx.model, lines).span.start
    if ctx.function_of(node) is None and ctx.model.span(ctx.statement(node)).start < start:
        raise FixUnavailable("the line runs before a logger can be there")


def _module_loggers(ctx: Context) -> list[tuple[Binding, Style]]:
    """The names at module level that certainly hold a logger, the conventional names first."""
    found: list[tuple[Binding, Style]] = []
    for bindings in ctx.module_scope.bindings.values():
        if len(bindings) != 1:
            continue
        style = _logger_style(bindings[0], ctx)
        if style is not None and ctx.statement_of(bindings[0]) in ctx.model.tree.body:
            found.append((bindings[0], style))
    conventional = table("logging")["conventions"]["names"]
    return sorted(found, key=lambda each: each[0].name not in conventional)


def _logger_style(binding: Binding, ctx: Context) -> Style | None:
    conventions = table("logging")["conventions"]
    if binding.kind is BindingKind.IMPORT_FROM:
        if binding.target == "loguru.logger":
            return "loguru"
        return (
            _unnamed_style(ctx) if binding.name in conventions["names"] and _is_used(binding, ctx) else None
        )
    value = binding.statement_value
    if not isinstance(value, ast.Call):
        return None
    return made_logger_style(value, ctx) or _wrapped_style(value, binding, ctx)


def made_logger_style(value: ast.Call, ctx: Context) -> Style | None:
    """The library whose logger a call makes."""
    called = ctx.called(value)
    loggers: dict[Style, list[str]] = table("logging")["loggers"]
    for style, makers in loggers.items():
        if called in makers:
            return style
    if (
        isinstance(value.func, ast.Attribute)
        and value.func.attr == "bind"
        and isinstance(value.func.value, ast.Call)
    ):
        return made_logger_style(value.func.value, ctx)
    return None


def _wrapped_style(value: ast.Call, binding: Binding, ctx: Context) -> Style | None:
    """A logger that a function of the project hands out, where the module uses it like one."""
    function = value.func
    last = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    makers = table("logging")["conventions"]["makers"]
    return _unnamed_style(ctx) if last in makers and _is_used(binding, ctx) else None


def _unnamed_style(ctx: Context) -> Style:
    """What a logger from elsewhere in the project is likely to be."""
    return next((style for style in _STYLES if style != "stdlib" and ctx.declares(style)), "stdlib")


def _is_used(binding: Binding, ctx: Context) -> bool:
    return any(
        isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == binding.name
        for level in _LEVELS
        for call in ctx.model.index.calls.get(level, ())
    )


def _require_visible(binding: Binding, node: ast.AST, ctx: Context) -> None:
    scopes = ctx.model.names.scopes
    if scopes.lookup(binding.name, scopes.scope_of(node)) is not scopes.module:
        raise FixUnavailable(f"{binding.name} is something else here")
    if ctx.function_of(node) is None and ctx.model.span(ctx.statement(node)) < Span(*_ends(binding, ctx)):
        raise FixUnavailable("the line runs before the logger is there")


def _ends(binding: Binding, ctx: Context) -> tuple[int, int]:
    end = ctx.model.span(ctx.statement_of(binding)).end
    return end, end
