"""The logger of a module: the one it has, or the lines that give it one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from mllint_rules.kit import (
    Context,
    Edit,
    FixUnavailable,
    SemanticModel,
    Verb,
    insertion_after_imports,
)
from mllint_rules.rules.observability._entry import VISIBLE, entry_verbs, script_configuration
from mllint_rules.rules.observability._styles import Style

_STYLES: tuple[Style, ...] = ("structlog", "loguru", "stdlib")
_DEFINITIONS = ("def ", "class ", "async def ", "@")


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
    existing = next((logger for logger in ctx.module_loggers if wanted in (None, logger.style)), None)
    if existing is not None:
        if not ctx.is_bound_at(existing.binding, node):
            raise FixUnavailable(f"{existing.name} is something else here, or nothing yet")
        is_plain = existing.style == "stdlib"
        return Logger(existing.name, existing.style, entry_verbs(ctx, configuration) if is_plain else ())
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
