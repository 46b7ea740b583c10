"""What a variable of the module holds: data, a model, a connection, settings - or nothing of the kind."""

from __future__ import annotations

import ast
from functools import cache

from mllint_rules.kit import NOT_LITERAL, BindingKind, Context, Type, table, union
from mllint_rules.rules.structure._captures import Bindings, writer_of

CONFIGURATION = "configuration mapping"
_MUTATORS = frozenset({"clear", "pop", "popitem", "setdefault", "update"})


def data_kind(ctx: Context, name: str, bindings: Bindings) -> str | None:
    """What people call the data that a variable certainly holds; None for constants and everything unknown."""
    type_ = variable_type(ctx, bindings)
    kind = _kind_of_type(ctx, type_) or _kind_by_maker(ctx, bindings)
    if kind is not None:
        return None if _is_constant(ctx, name, bindings) else kind
    is_mapping = ctx.model.is_instance(type_, "builtins.dict")
    if is_mapping and is_configuration_name(name) and _is_mutable_setting(ctx, name):
        return CONFIGURATION
    return None


def variable_type(ctx: Context, bindings: Bindings) -> Type:
    """The union of what the bindings give, without a `None` that only says that nothing is there yet."""
    return union(
        ctx.model.inference.binding_type(each) for each in bindings if each.kind is not BindingKind.DELETE
    )


def _kind_of_type(ctx: Context, type_: Type) -> str | None:
    for kind, classes in _kinds():
        if ctx.model.is_instance(type_, *classes):
            return kind
    return None


@cache
def _kinds() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((kind, tuple(classes)) for kind, classes in table("captured_data")["kinds"].items())


def _kind_by_maker(ctx: Context, bindings: Bindings) -> str | None:
    makers: dict[str, str] = table("captured_data")["makers"]
    kinds = {
        makers.get(ctx.called(binding.value) or "") if binding.value is not None else None
        for binding in bindings
        if not binding.path
    }
    return kinds.pop() if len(kinds) == 1 and not any(binding.path for binding in bindings) else None


# Names


def is_constant_name(name: str) -> bool:
    """Whether a name is written like a constant: `MEAN`, `_MEAN`."""
    return name.isupper()


def is_configuration_name(name: str) -> bool:
    """Whether the name says that it holds settings: `config`, `train_params`, not `config_registry` or `CONFIGS`."""
    if is_constant_name(name) and name.endswith("CONFIGS"):
        return False  # a table of them, by name
    return name.lower().rstrip("_").rpartition("_")[2] in table("captured_data")["configuration"]["words"]


# Constants


def _is_constant(ctx: Context, name: str, bindings: Bindings) -> bool:
    """Whether a variable holds an array that is spelled out and stays as it is.

    In a script or notebook only a name in capitals or a grid says so: arrays written out there are often the data.
    """
    is_module = ctx.is_in_package or ctx.is_imported
    if not is_constant_name(name) and not is_module and not _is_grid(ctx, bindings):
        return False
    is_changed = any(_is_written(ctx, node) for node in ctx.model.index.names[name])
    return not is_changed and _is_literal_array(ctx, bindings)


def _is_grid(ctx: Context, bindings: Bindings) -> bool:
    """Whether an array is counted out rather than observed: `np.arange(0.5, 1, 0.05)`."""
    grids: list[str] = table("captured_data")["constants"]["grids"]
    return len(bindings) == 1 and (
        bindings[0].statement_value is not None and ctx.called(bindings[0].statement_value) in grids
    )


def _is_literal_array(ctx: Context, bindings: Bindings) -> bool:
    """Whether an array is spelled out in the code: `np.array([0.4, 0.5])`, also scaled or reshaped."""
    if len(bindings) != 1 or bindings[0].statement_value is None or writer_of(ctx, bindings[0]) is not None:
        return False
    return _is_literal(ctx, bindings[0].statement_value)


def _is_literal(ctx: Context, node: ast.expr) -> bool:
    if ctx.value_of(node) is not NOT_LITERAL:
        return True
    if isinstance(node, ast.Call):
        return _is_literal_call(ctx, node)
    if isinstance(node, (ast.Tuple, ast.List)):
        return all(_is_literal(ctx, element) for element in node.elts)
    if isinstance(node, ast.BinOp):
        return _is_literal(ctx, node.left) and _is_literal(ctx, node.right)
    if isinstance(node, ast.UnaryOp):
        return _is_literal(ctx, node.operand)
    if isinstance(node, ast.Subscript):
        return _is_literal(ctx, node.value)
    if isinstance(node, (ast.ListComp, ast.DictComp)):
        return _is_counted_out(ctx, node)
    if isinstance(node, ast.Dict):
        return all(_is_literal(ctx, value) for value in node.values)
    return isinstance(node, ast.Name) and is_constant_name(node.id)


def _is_literal_call(ctx: Context, node: ast.Call) -> bool:
    """Whether a call makes something of literals alone: an array, a method of one, a table worked out by code."""
    arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
    if not all(_is_literal(ctx, each) or ctx.qualified_name(each) for each in arguments):
        return False
    called = ctx.called(node)
    if called in table("captured_data")["constants"]["makers"]:
        return True
    function = ctx.model.functions.get(called or "")
    if function is not None:
        return not any(isinstance(each, ast.Call) and _reads_something(each) for each in ast.walk(function))
    return isinstance(node.func, ast.Attribute) and _is_literal(ctx, node.func.value)


def _is_counted_out(ctx: Context, node: ast.ListComp | ast.DictComp) -> bool:
    """Whether a comprehension goes through numbers or literals and reads nothing: `[hex(i) for i in range(9)]`."""
    if any(isinstance(each, ast.Call) and _reads_something(each) for each in ast.walk(node)):
        return False
    return all(_is_range(ctx, each.iter) or _is_literal(ctx, each.iter) for each in node.generators)


def _is_range(ctx: Context, node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and ctx.called(node) == "builtins.range"


def _reads_something(node: ast.Call) -> bool:
    """Whether the name of what is called says that it takes something from outside; unsure is yes."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "open")
    return name.startswith(("open", "read", "load", "fetch", "get", "download", "from_", "rand"))


def _is_mutable_setting(ctx: Context, name: str) -> bool:
    """Whether a mapping is no table of constants: some code writes to it, or it is a variable of a script."""
    if any(_is_written(ctx, node) for node in ctx.model.index.names[name]):
        return True
    return not ctx.is_in_package and not is_constant_name(name)


def _is_written(ctx: Context, node: ast.Name) -> bool:
    parent = ctx.parent(node)
    if isinstance(parent, ast.Subscript) and parent.value is node:
        return not isinstance(parent.ctx, ast.Load)
    if not isinstance(parent, ast.Attribute):
        return False
    call = ctx.parent(parent)
    return parent.attr in _MUTATORS and isinstance(call, ast.Call) and call.func is parent


# Modules


def is_service(ctx: Context) -> bool:
    """Whether a framework calls the functions of this module: what it loads at start-up is shared on purpose."""
    return not ctx.model.imported_libraries.isdisjoint(table("captured_data")["services"]["libraries"])
