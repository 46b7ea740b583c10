"""Annotations that state a schema or a shape, and who checks them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from mllint_rules.kit import Context, table
from mllint_rules.rules.data._validation import is_validating

Function = ast.FunctionDef | ast.AsyncFunctionDef
Part = tuple[str, ast.expr, str | None]


def annotated_parts(ctx: Context, function: Function) -> list[Part]:
    """The annotations of a function that need somebody to check them: library, annotation, parameter (None: result)."""
    arguments = function.args
    parameters = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    parts: list[Part] = []
    for parameter in parameters:
        library = library_of(ctx, parameter.annotation)
        if library is not None and parameter.annotation is not None:
            parts.append((library, parameter.annotation, parameter.arg))
    library = library_of(ctx, function.returns)
    if library not in (None, "pydantic") and function.returns is not None and library is not None:
        parts.append((library, function.returns, None))
    return parts


def library_of(ctx: Context, annotation: ast.expr | None) -> str | None:
    """The library whose decorator would check an annotation; None for one that states no more than a class."""
    facts = table("validation")["annotations"]
    for node in _subscripts(annotation):
        name = ctx.qualified_name(node.value)
        if name in facts["pandera"]:
            return "pandera"
        if name in facts["jaxtyping"] and isinstance(node.slice, ast.Tuple):
            return "jaxtyping"
        if name in ("typing.Annotated", "typing_extensions.Annotated") and isinstance(node.slice, ast.Tuple):
            for extra in node.slice.elts[1:]:
                found = _library_of_extra(ctx, extra)
                if found is not None:
                    return found
    return None


def _library_of_extra(ctx: Context, extra: ast.expr) -> str | None:
    facts = table("validation")["annotations"]
    marker = (
        extra.func
        if isinstance(extra, ast.Call)
        else extra.value
        if isinstance(extra, ast.Subscript)
        else extra
    )
    name = ctx.qualified_name(marker)
    if name in facts["pydantic_fields"] and isinstance(extra, ast.Call):
        # `Field(description=…)` says nothing that could be checked.
        constrains = {"gt", "ge", "lt", "le", "multiple_of", "min_length", "max_length", "pattern", "strict"}
        is_field = name == "pydantic.Field"
        return "pydantic" if not is_field or any(k.arg in constrains for k in extra.keywords) else None
    return "beartype" if name in facts["beartype_validators"] else None


def _subscripts(annotation: ast.expr | None) -> Iterator[ast.Subscript]:
    if annotation is not None:
        yield from (node for node in ast.walk(annotation) if isinstance(node, ast.Subscript))


def is_declaration(ctx: Context, function: Function) -> bool:
    """Whether the function is not run as it stands: a stub, a protocol, an abstract or overloaded signature."""
    if ctx.document.path.endswith(".pyi"):
        return True
    owner = ctx.class_of(function)
    if owner is not None and ctx.parent(function) is owner:
        schemas = table("validation")["schemas"]
        declaring = {
            "typing.Protocol",
            "typing_extensions.Protocol",
            *schemas["pandera"],
            *schemas["pydantic"],
        }
        if ctx.derives_from(owner, *declaring):
            return True
    body = [s for s in function.body if not (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))]
    return not body or all(isinstance(s, (ast.Pass, ast.Raise)) for s in body)


def is_checked_elsewhere(
    ctx: Context, function: Function, library: str, annotation: ast.expr, parameter: str | None
) -> bool:
    """Whether a decorator, an import hook, the body or every caller checks what the annotation says."""
    return (
        _is_decorated(ctx, function)
        or (library in ("jaxtyping", "beartype") and not ctx.once(_checks_others))
        or _is_hooked(ctx)
        or _checks_itself(ctx, function, library)
        or (parameter is not None and _is_checked_by_callers(ctx, function, annotation, parameter))
    )


def _checks_others(ctx: Context) -> bool:
    """Whether the module has other functions checked, so that one without a decorator was forgotten.

    In a module without any, shapes are documentation, or an import hook in the tests checks them.
    """
    checking = table("validation")["decorators"]["all"]
    return any(
        name in checking for function in ctx.model.functions.values() for name in ctx.decorators(function)
    )


def _is_decorated(ctx: Context, function: Function) -> bool:
    """Whether some decorator may look at the annotations: a known one does, an unknown one might."""
    inert = table("validation")["decorators"]["inert"]
    if any(name not in inert for name in ctx.decorators(function)):
        return True
    # A class may be decorated as a whole, and a framework may be given the function.
    owner = ctx.class_of(function)
    return owner is not None and any(name != "dataclasses.dataclass" for name in ctx.decorators(owner))


def _is_hooked(ctx: Context) -> bool:
    """Whether the module or another one of the project installs an import hook that checks annotations."""
    hooks = table("validation")["decorators"]["import_hooks"]
    for hook in hooks:
        last = hook.rpartition(".")[2]
        if ctx.model.calls_named(last) or ctx.is_used_elsewhere(last):
            return True
    return False


def _checks_itself(ctx: Context, function: Function, library: str) -> bool:
    """Whether the body calls a schema: `Orders.validate(df)`, `DataFrame[Orders](df)`."""
    if library != "pandera":
        return False
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Subscript) and library_of(ctx, node.func) == "pandera":
                return True
            if is_validating(ctx, node):
                return True
    return False


def _is_checked_by_callers(ctx: Context, function: Function, annotation: ast.expr, parameter: str) -> bool:
    """Whether every call in the project gives the function a frame that the same schema has just validated."""
    calls = list(ctx.calls_to(function))
    if not calls or ctx.project is None or ctx.is_used_elsewhere(function.name):
        return False
    if not isinstance(annotation, ast.Subscript):
        return False
    schema = ast.unparse(annotation.slice)
    for call in calls:
        passed = ctx.bound_arguments(call.node) or {}
        value = next((given for each, given in passed.items() if each.arg == parameter), None)
        if value is None or not _is_validated_by(ctx, value, schema):
            return False
    return True


def _is_validated_by(ctx: Context, node: ast.expr, schema: str) -> bool:
    if isinstance(node, ast.Name):
        values = [definition.statement_value for definition in ctx.definitions(node)]
        return bool(values) and all(
            value is not None and not isinstance(value, ast.Name) and _is_validated_by(ctx, value, schema)
            for value in values
        )
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Attribute) and node.func.attr == "validate":
        return ast.unparse(node.func.value) == schema
    if isinstance(node.func, ast.Subscript):
        return ast.unparse(node.func.slice) == schema
    return False
