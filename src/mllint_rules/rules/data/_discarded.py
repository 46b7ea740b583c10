"""Using what validation returns: the reads behind a discarded result, and how to move them to it."""

from __future__ import annotations

import ast

from mllint_rules.kit import Context, FixPlan, Span, Verb, position, replace, replace_span, unsafe_fix
from mllint_rules.rules.data._schemas import Schema, schema_of

_MODEL_METHODS = ("model_validate", "parse_obj")


def schema_called(ctx: Context, call: ast.Call) -> tuple[Schema | None, bool]:
    """The schema whose validation is called, and whether it is that of a mapping."""
    function = call.func
    if isinstance(function, ast.Attribute) and function.attr in ("validate", *_MODEL_METHODS):
        schema = schema_of(ctx, function.value)
        is_model = function.attr in _MODEL_METHODS
    else:
        schema, is_model = schema_of(ctx, function), False
    if schema is None or (schema.library == "pydantic") is not is_model:
        return None, False
    return (
        (schema, is_model) if is_model or (schema.library == "pandera" and schema.changes) else (None, False)
    )


def named_data(call: ast.Call) -> ast.Name | ast.Attribute | None:
    """What is validated, when it has a name."""
    value = (
        call.args[0]
        if call.args
        else next((k.value for k in call.keywords if k.arg in ("check_obj", "obj")), None)
    )
    if isinstance(value, ast.Attribute) and isinstance(value.value, ast.Name):
        return value
    return value if isinstance(value, ast.Name) else None


def later_uses(ctx: Context, statement: ast.stmt, data: ast.Name | ast.Attribute) -> list[ast.expr]:
    """The reads of the same data behind the statement."""
    if isinstance(data, ast.Name):
        found: dict[ast.expr, None] = {}
        for definition in ctx.definitions(data):
            found |= dict.fromkeys(ctx.uses(definition))
        same: list[ast.expr] = list(found)
    else:
        text = ast.unparse(data)
        same = [node for node in ctx.model.index.nodes(ast.Attribute) if ast.unparse(node) == text]
    function = ctx.function_of(statement)
    return [
        node
        for node in same
        if position(node) > position(statement)
        and ctx.statement(node) is not statement
        and ctx.function_of(node) is function
    ]


def is_assignable(ctx: Context, data: ast.Name | ast.Attribute) -> bool:
    """Whether assigning the name changes what the code behind it reads: not a global seen from a function."""
    if isinstance(data, ast.Attribute):
        return True
    scope = ctx.model.names.scopes.scope_of(data)
    return all(definition.scope is scope.frame for definition in ctx.definitions(data))


def model_plan(ctx: Context, call: ast.Call, schema: Schema, uses: list[ast.expr]) -> FixPlan | None:
    """Keep the model and read its attributes; None when the mapping is used in another way than by literal keys."""
    assert isinstance(schema.node, ast.ClassDef)
    attributes = _attributes(ctx, schema)
    name = _model_name(ctx, schema.node.name)
    start = ctx.model.span(call).start
    verbs: list[Verb] = [replace_span(Span(start, start), f"{name} = ")]
    for use in uses:
        access = ctx.parent(use)
        if not isinstance(use, ast.Name) or len(ctx.definitions(use)) != 1:
            return None
        if (
            not isinstance(access, ast.Subscript)
            or access.value is not use
            or not isinstance(access.ctx, ast.Load)
        ):
            return None
        key = ctx.value_of(access.slice)
        if key not in attributes:
            return None
        verbs.append(replace(access, f"{name}.{key}"))
    return unsafe_fix("Read the attributes of the validated model", *verbs)


def _attributes(ctx: Context, schema: Schema) -> set[str]:
    """The fields whose attribute is called like their key."""
    classes = ctx.model.classes.by_name
    bodies = [classes[base].body for base in ctx.model.bases(schema.name) if base in classes]
    named = {
        statement.target.id
        for body in bodies
        for statement in body
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name)
    }
    return named & schema.columns.keys()


def _model_name(ctx: Context, model: str) -> str:
    snake = "".join("_" + letter.lower() if letter.isupper() else letter for letter in model).strip("_")
    return ctx.fresh_name(snake if snake != model else f"{model}_model")
