"""What prints and logs: the loggers that a module has, and calls that only show what they are given."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from mllint_rules.knowledge.tables import table
from mllint_rules.semantic.bindings import Binding, BindingKind

if TYPE_CHECKING:
    from mllint_rules.kit.context import Context

LoggingStyle = Literal["structlog", "loguru", "stdlib"]
_STYLES: tuple[LoggingStyle, ...] = ("structlog", "loguru", "stdlib")
_LEVELS = ("debug", "info", "warning", "error", "exception", "critical")


@dataclass(frozen=True, slots=True)
class ModuleLogger:
    """A name at module level that holds a logger, and the library whose logger it is."""

    binding: Binding
    style: LoggingStyle

    @property
    def name(self) -> str:
        """The name that the module gives it."""
        return self.binding.name


def module_loggers(ctx: Context) -> tuple[ModuleLogger, ...]:
    """The names at module level that certainly hold a logger, the conventional names first."""
    conventional = table("logging")["conventions"]["names"]
    return tuple(sorted(_loggers(ctx), key=lambda logger: logger.name not in conventional))


def _loggers(ctx: Context) -> Iterator[ModuleLogger]:
    for bindings in ctx.module_scope.bindings.values():
        if len(bindings) != 1:
            continue
        style = _style_of(bindings[0], ctx)
        if style is not None and ctx.statement_of(bindings[0]) in ctx.model.tree.body:
            yield ModuleLogger(bindings[0], style)


def _style_of(binding: Binding, ctx: Context) -> LoggingStyle | None:
    conventions = table("logging")["conventions"]
    if binding.kind is BindingKind.IMPORT_FROM:
        if binding.target == "loguru.logger":
            return "loguru"
        is_logger = binding.name in conventions["names"] and _is_used(binding, ctx)
        return _unnamed_style(ctx) if is_logger else None
    value = binding.statement_value
    if not isinstance(value, ast.Call):
        return None
    return _made_style(value, ctx) or _wrapped_style(value, binding, ctx)


def _made_style(value: ast.Call, ctx: Context) -> LoggingStyle | None:
    """The library whose logger a call makes."""
    makers: dict[LoggingStyle, list[str]] = table("logging")["loggers"]
    called = ctx.called(value)
    for style, names in makers.items():
        if called in names:
            return style
    function = value.func
    if (
        isinstance(function, ast.Attribute)
        and function.attr == "bind"
        and isinstance(function.value, ast.Call)
    ):
        return _made_style(function.value, ctx)
    return None


def _wrapped_style(value: ast.Call, binding: Binding, ctx: Context) -> LoggingStyle | None:
    """A logger that a function of the project hands out, where the module uses it like one."""
    function = value.func
    last = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    makers = table("logging")["conventions"]["makers"]
    return _unnamed_style(ctx) if last in makers and _is_used(binding, ctx) else None


def _unnamed_style(ctx: Context) -> LoggingStyle:
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


@cache
def showing_calls() -> frozenset[str]:
    """The functions and methods that print or log what they are given, by canonical name."""
    facts = table("logging")["showing"]
    methods = (f"{owner}.{method}" for owner in facts["owners"] for method in facts["methods"])
    return frozenset((*facts["functions"], *methods))


@cache
def showing_names() -> frozenset[str]:
    """Their last names."""
    return frozenset(name.rpartition(".")[2] for name in showing_calls())
