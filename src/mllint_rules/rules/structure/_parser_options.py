"""What a command line gives: the attributes of the parsed arguments and their types."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from mllint_rules.kit import Call, Context

_CONTAINERS = ("argparse.ArgumentParser", "argparse._ArgumentGroup")
_FLAGS = frozenset({"store_true", "store_false"})
_SIMPLE = {f"builtins.{name}": name for name in ("int", "float", "str")}


def parser_options(ctx: Context) -> dict[str, str | None]:
    """The attributes that the only parser of a document fills in, with their annotation where it is certain.

    Empty when there are several parsers, or when options come from elsewhere.
    """
    parsers = list(ctx.calls_of("argparse.ArgumentParser"))
    if len(parsers) != 1 or parsers[0].keyword("parents") is not None:
        return {}
    found: dict[str, str | None] = {}
    for node in ctx.model.index.calls.get("add_argument", ()):
        call = ctx.call(node)
        if call.receiver is None or not ctx.is_a(call.receiver, *_CONTAINERS):
            return {}
        name = destination(ctx, call)
        if name is None:
            return {}
        found[name] = _annotation(ctx, call)
    return found


def destination(ctx: Context, call: Call) -> str | None:
    """The attribute that an `add_argument` call fills in."""
    given = call.keyword("dest")
    if given is not None:
        value = ctx.value_of(given.value)
        return value if isinstance(value, str) else None
    names = list(option_names(ctx, call))
    if not names or len(names) != len(call.node.args):
        return None
    long = [name for name in names if name.startswith("--")]
    chosen = (long or names)[0].lstrip("-").replace("-", "_")
    return chosen if chosen.isidentifier() else None


def option_names(ctx: Context, call: Call) -> Iterator[str]:
    """The names of an option as far as they are literal, or that of a positional argument."""
    for argument in call.node.args:
        value = ctx.value_of(argument)
        if isinstance(value, str):
            yield value


def _annotation(ctx: Context, call: Call) -> str | None:
    action = _keyword_value(ctx, call, "action")
    if action in _FLAGS:
        return "bool"
    if call.unpacks or action is not None or call.keyword("action") or call.keyword("nargs"):
        return None
    default = _keyword_value(ctx, call, "default")
    is_required = _keyword_value(ctx, call, "required") is True or not _is_option(ctx, call)
    converter = call.keyword("type")
    if converter is None:
        return "str" if is_required or isinstance(default, str) else None
    name = _SIMPLE.get(ctx.qualified_name(converter.value) or "")
    is_given = is_required or isinstance(default, (int, float, str))
    return name if is_given else None


def _keyword_value(ctx: Context, call: Call, name: str) -> object:
    keyword = call.keyword(name)
    return None if keyword is None else ctx.value_of(keyword.value)


def _is_option(ctx: Context, call: Call) -> bool:
    first: ast.expr | None = call.node.args[0] if call.node.args else None
    value = ctx.value_of(first)
    return not isinstance(value, str) or value.startswith("-")
