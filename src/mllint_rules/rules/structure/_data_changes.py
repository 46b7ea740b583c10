"""Where functions change the data they are given, in place."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from mllint_rules.kit import BindingKind, Context, FunctionNode, Type, position, table
from mllint_rules.rules.structure._signatures import kind_of, parameter_types

_ACCESSORS = frozenset({"loc", "iloc", "at", "iat", "values"})
_CHANGED_BY_SIGN = ("numpy.ndarray", "torch.Tensor")  # for these `x += 1` changes the object
_WORDS = frozenset(
    {
        "apply",
        "assign",
        "blend",
        "blur",
        "clear",
        "draw",
        "erase",
        "fill",
        "init",
        "initialize",
        "inject",
        "insert",
        "mask",
        "modify",
        "mutate",
        "overlay",
        "paint",
        "put",
        "reset",
        "scatter",
        "set",
        "update",
        "write",
        "zero",
    }
)
# Parameters that are there to be written to.
_OUTPUTS = frozenset(
    {"out", "output", "outputs", "buffer", "canvas", "cache", "dst", "dest", "result", "results", "state"}
)
_SORTERS = frozenset({"sort", "partition", "fill", "put", "resize", "itemset"})


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a parameter's object: the name that is changed, its function, the parameter, what it holds."""

    name: ast.Name
    function: FunctionNode
    parameter: ast.arg
    type: Type


def changes(ctx: Context) -> Iterator[Change]:
    """The first change in place of each parameter that certainly is a frame, a series, an array or a tensor."""
    seen: set[ast.arg] = set()
    for node in sorted(_changed_names(ctx), key=position):
        function = ctx.function_of(node)
        parameter = _parameter(function, node.id) if function is not None else None
        if function is None or parameter is None or parameter in seen or announces(function, parameter):
            continue
        type_ = _type(ctx, function, parameter, node)
        if type_ is None or kind_of(ctx, type_) not in ("data frame", "series", "array", "tensor"):
            continue
        if not _is_question(ctx, function) and kind_of(ctx, type_) in ("array", "tensor"):
            continue
        if _by_sign(ctx, node) and not ctx.model.is_instance(type_, *_CHANGED_BY_SIGN):
            continue
        reaching = ctx.definitions(node)
        if reaching and all(each.kind is BindingKind.PARAMETER for each in reaching):
            seen.add(parameter)
            yield Change(node, function, parameter, type_)


def _is_question(ctx: Context, function: FunctionNode) -> bool:
    """Whether a function gives something back: one on arrays that does not is there for what it does to them."""
    return any(
        isinstance(node, ast.Return) and node.value is not None for node in ctx.model.own_nodes(function)
    )


def _changed_names(ctx: Context) -> Iterator[ast.Name]:
    index = ctx.model.index
    for assign in index.nodes(ast.Assign):
        for target in assign.targets:
            if isinstance(target, ast.Subscript):
                yield from _root(target.value)
    for augmented in index.nodes(ast.AugAssign):
        if isinstance(augmented.target, ast.Name):
            yield augmented.target
        elif isinstance(augmented.target, ast.Subscript):
            yield from _root(augmented.target.value)
    for method in sorted({*_inplace_methods(), *_SORTERS} & index.calls.keys()):
        for call in index.calls[method]:
            receiver = call.func.value if isinstance(call.func, ast.Attribute) else None
            if isinstance(receiver, ast.Name) and _is_in_place(ctx, call, method):
                yield receiver


def _root(node: ast.expr) -> Iterator[ast.Name]:
    if isinstance(node, ast.Attribute) and node.attr in _ACCESSORS:
        node = node.value
    if isinstance(node, ast.Name):
        yield node


def _inplace_methods() -> set[str]:
    return {name for names in table("frames")["inplace"].values() for name in names}


def _is_in_place(ctx: Context, call: ast.Call, method: str) -> bool:
    for keyword in call.keywords:
        if keyword.arg == "inplace":
            return isinstance(keyword.value, ast.Constant) and keyword.value.value is True
    # `x.sort()` of an array; that of a tensor gives a new one.
    return method in _SORTERS and ctx.is_a(call.func.value, "numpy.ndarray")  # type: ignore[attr-defined]


def _by_sign(ctx: Context, node: ast.Name) -> bool:
    parent = ctx.parent(node)
    return isinstance(parent, ast.AugAssign) and parent.target is node


def _parameter(function: FunctionNode | None, name: str) -> ast.arg | None:
    if function is None:
        return None
    arguments = function.args
    for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
        if each.arg == name:
            return each
    return None


def _type(ctx: Context, function: FunctionNode, parameter: ast.arg, node: ast.Name) -> Type | None:
    """What a parameter certainly holds: by its annotation, or by what all callers pass."""
    if parameter.annotation is not None:
        return ctx.model.annotation_type(parameter.annotation)
    return next((type_ for each, type_ in parameter_types(ctx, function) if each is parameter), None)


def announces(function: FunctionNode, parameter: ast.arg) -> bool:
    """Whether a name says that the object is changed: `fill_missing_`, `sort_inplace`, `out`."""
    name = function.name
    words = name.strip("_").split("_")
    is_private_style = name.endswith("_") and not name.endswith("__")
    ends = {parameter.arg.partition("_")[0], parameter.arg.rpartition("_")[2]}
    is_output = not ends.isdisjoint(_OUTPUTS)
    return is_private_style or is_output or words[0] in _WORDS or "inplace" in name or "in_place" in name
