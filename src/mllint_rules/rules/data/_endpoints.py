"""Functions that answer requests, the untyped bodies they are given, and whether these reach a model unchecked."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from mllint_rules.kit import HERE, Binding, Context, FunctionNode, table
from mllint_rules.rules.data._validation import is_validating

_HANDLED = frozenset(
    {"builtins.KeyError", "builtins.ValueError", "builtins.TypeError", "builtins.LookupError"}
)
_NESTED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True, slots=True)
class Body:
    """An untyped body: the place that shows it, the expressions or the parameter that are it, the framework."""

    where: ast.expr | ast.arg
    framework: str
    starts: tuple[ast.expr, ...]
    binding: Binding | None = None


def untyped_bodies(ctx: Context, function: FunctionNode) -> Iterator[Body]:
    """The bodies of requests that a function is given without a type."""
    framework = _framework(ctx, function)
    if framework == "fastapi":
        yield from _parameters(ctx, function)
    elif framework == "flask":
        yield from _flask_reads(ctx, function)
    elif framework in ("litserve", "lambda", "sagemaker"):
        parameters = [*function.args.posonlyargs, *function.args.args]
        first = parameters[1 if framework == "litserve" else 0]
        binding = ctx.model.binding_at(first)
        if binding is not None and first.annotation is None:
            yield Body(first, framework, tuple(ctx.uses(binding)), binding)


def _framework(ctx: Context, function: FunctionNode) -> str | None:
    facts = table("endpoints")
    for decorator in function.decorator_list:
        if not (isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute)):
            continue
        for framework in ("fastapi", "flask"):
            if decorator.func.attr in facts["routes"][framework] and _is_application(
                ctx, decorator.func.value, framework
            ):
                return framework
    names = [parameter.arg for parameter in function.args.args]
    if function.name == "decode_request":
        owner = ctx.class_of(function)
        is_served = owner is not None and ctx.derives_from(owner, *facts["litserve"]["classes"])
        return "litserve" if is_served and len(names) > 1 else None
    if names == ["event", "context"] and ctx.function_of(function) is None:
        return "lambda"
    if function.name == "input_fn" and names and {"predict_fn", "model_fn"} & set(ctx.module_scope.bindings):
        return "sagemaker"
    return None


def _is_application(ctx: Context, node: ast.expr, framework: str) -> bool:
    if not isinstance(node, ast.Name):
        return False
    values = [definition.statement_value for definition in ctx.definitions(node)]
    makers = table("endpoints")["applications"][framework]
    return bool(values) and all(value is not None and ctx.called(value) in makers for value in values)


def _parameters(ctx: Context, function: FunctionNode) -> Iterator[Body]:
    facts = table("endpoints")
    for parameter in [*function.args.args, *function.args.kwonlyargs]:
        annotation = parameter.annotation
        plain = annotation.value if isinstance(annotation, ast.Subscript) else annotation
        name = ctx.qualified_name(plain) if plain is not None else None
        binding = ctx.model.binding_at(parameter)
        if annotation is None or binding is None:
            continue
        if name in facts["annotations"]["mappings"] and _is_untyped(ctx, annotation):
            yield Body(annotation, "fastapi", tuple(ctx.uses(binding)), binding)
        elif name in facts["annotations"]["requests"]:
            yield from _request_reads(ctx, binding)


def _is_untyped(ctx: Context, annotation: ast.expr) -> bool:
    """Whether an annotation of a container names no class of the program among its items."""
    mappings = table("endpoints")["annotations"]["mappings"]
    plain = ("builtins.str", "builtins.int", "builtins.float", "builtins.bool")
    for node in ctx.walk(annotation):
        if isinstance(node, (ast.Name, ast.Attribute)):
            name = ctx.qualified_name(node)
            if name is not None and name not in (*mappings, *plain):
                return False
    # A list of plain values is a type that the framework checks.
    names = {
        ctx.qualified_name(node)
        for node in ctx.walk(annotation)
        if isinstance(node, (ast.Name, ast.Attribute))
    }
    is_list = bool(names & {"builtins.list", "typing.List"})
    return not (
        is_list
        and not names & {"typing.Any", "builtins.dict", "typing.Dict", "builtins.object"}
        and names & set(plain)
    )


def _request_reads(ctx: Context, binding: Binding) -> Iterator[Body]:
    """`await request.json()`."""
    for use in ctx.uses(binding):
        attribute = ctx.parent(use)
        call = ctx.parent(attribute) if attribute is not None else None
        if (
            isinstance(attribute, ast.Attribute)
            and attribute.attr in table("endpoints")["starlette"]["methods"]
            and isinstance(call, ast.Call)
        ):
            around = ctx.parent(call)
            start = around if isinstance(around, ast.Await) else call
            yield Body(call, "starlette", (start,))


def _flask_reads(ctx: Context, function: FunctionNode) -> Iterator[Body]:
    facts = table("endpoints")["flask"]
    for node in ctx.model.own_nodes(function):
        if not isinstance(node, ast.Attribute) or ctx.qualified_name(node.value) != "flask.request":
            continue
        if node.attr in facts["attributes"]:
            yield Body(node, "flask", (node,))
        elif node.attr in facts["methods"]:
            call = ctx.parent(node)
            if isinstance(call, ast.Call) and call.func is node:
                yield Body(call, "flask", (call,))


# Where a body goes


class _Flow:
    """What is made of a body, up to a model that is given some of it."""

    def __init__(self, ctx: Context, body: Body) -> None:
        self._ctx = ctx
        self._seen: set[ast.AST] = set()
        self._queue: list[ast.expr] = []
        self.model: ast.AST | None = None
        self.is_checked = False
        self._framework = body.framework
        for start in body.starts:
            self._add(start)
        while self._queue and not self.is_checked:
            self._step(self._queue.pop())

    def _add(self, node: ast.AST) -> None:
        if node not in self._seen and isinstance(node, ast.expr):
            self._seen.add(node)
            self._queue.append(node)

    def _step(self, node: ast.expr) -> None:
        ctx, parent = self._ctx, self._ctx.parent(node)
        if isinstance(parent, ast.keyword):
            if parent.arg is None:
                self.is_checked = True  # `Item(**payload)`: who takes it says which names there are
                return
            parent = ctx.parent(parent)
        if isinstance(parent, ast.Call):
            self._call(parent, node)
        elif isinstance(parent, ast.Assign):
            for target in parent.targets:
                self._bind(target)
        elif isinstance(parent, ast.AnnAssign):
            self.is_checked = not _says_nothing(ctx, parent.annotation)
            self._bind(parent.target)
        elif isinstance(parent, ast.NamedExpr):
            self._bind(parent.target)
            self._add(parent)
        elif isinstance(parent, (ast.For, ast.AsyncFor, ast.comprehension)):
            self._bind(parent.target)
        elif isinstance(parent, ast.Compare):
            # Somebody looks whether a key is there, or at the value of one.
            self.is_checked = _decides(ctx, parent)
        elif isinstance(parent, ast.UnaryOp) and isinstance(parent.op, ast.Not):
            self.is_checked = _decides(ctx, parent)
        elif isinstance(parent, ast.Return):
            self._return(parent)
        elif isinstance(parent, ast.expr) and not isinstance(parent, ast.Lambda):
            element = self._comprehension_of(parent)
            self._add(parent if element is None else element)
        if isinstance(parent, ast.Attribute):
            call = ctx.parent(parent)
            if isinstance(call, ast.Call) and call.func is parent:
                self._add(call)

    def _comprehension_of(self, node: ast.expr) -> ast.expr | None:
        return node if isinstance(node, (ast.ListComp, ast.GeneratorExp, ast.SetComp, ast.DictComp)) else None

    def _bind(self, target: ast.expr) -> None:
        for inner in ast.walk(target):
            binding = self._ctx.model.binding_at(inner)
            for use in self._ctx.uses(binding) if binding is not None else ():
                self._add(use)

    def _return(self, statement: ast.Return) -> None:
        # What these give back is what the framework hands to the model.
        if self._framework in ("litserve", "sagemaker"):
            self.model = self.model or statement

    def _call(self, call: ast.Call, node: ast.expr) -> None:
        ctx = self._ctx
        if call.func is node:
            return
        if is_model_call(ctx, call):
            self.model = self.model or call
            return
        name = ctx.call(call).name or ""
        if name == "builtins.isinstance" or is_validating(ctx, call) or _makes_object(ctx, call, name):
            self.is_checked = True
            return
        function = ctx.model.functions.get(name) if name.startswith(HERE) else None
        if function is not None:
            self._enter(function, call, node)
            return
        self._add(call)

    def _enter(self, function: FunctionNode, call: ast.Call, node: ast.expr) -> None:
        parameters = [*function.args.posonlyargs, *function.args.args]
        if parameters and self._ctx.class_of(function) is not None and isinstance(call.func, ast.Attribute):
            parameters = parameters[1:]
        for place, argument in enumerate(call.args):
            if argument is node and place < len(parameters):
                self._bind(parameters[place])  # type: ignore[arg-type]
        for keyword in call.keywords:
            if keyword.value is node:
                for parameter in [*parameters, *function.args.kwonlyargs]:
                    if parameter.arg == keyword.arg:
                        self._bind(parameter)  # type: ignore[arg-type]
        self._add(call)


def _says_nothing(ctx: Context, annotation: ast.expr) -> bool:
    plain = annotation.value if isinstance(annotation, ast.Subscript) else annotation
    return ctx.qualified_name(plain) in table("endpoints")["annotations"]["mappings"]


def _makes_object(ctx: Context, call: ast.Call, name: str) -> bool:
    """Whether a class of the program is made from the body: it says what there is."""
    if name in ctx.model.classes.by_name:
        return True
    last = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    is_here_or_unknown = not name or ctx.model.resolve(name) is not None
    return is_here_or_unknown and last[:1].isupper() and not last.isupper()


def _decides(ctx: Context, node: ast.AST) -> bool:
    """Whether the function turns somewhere by a test: to raise, to return something else."""
    for parent in ctx.ancestors(node):
        if isinstance(parent, (ast.Assert, ast.While)):
            return True
        if isinstance(parent, ast.If):
            return any(
                isinstance(inner, (ast.Raise, ast.Return, ast.Call))
                for statement in (*parent.body, *parent.orelse)
                for inner in ctx.walk(statement)
            )
        if isinstance(parent, ast.stmt):
            return False
        if isinstance(parent, (ast.comprehension, ast.GeneratorExp, ast.ListComp)):
            return True
    return False


def is_model_call(ctx: Context, call: ast.Call) -> bool:
    """Whether a call asks a model for an answer."""
    facts = table("endpoints")["models"]
    function = call.func
    last = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if isinstance(function, ast.Attribute) and (
        last in facts["methods"] or last == facts["prefix"] or last.startswith(f"{facts['prefix']}_")
    ):
        return True
    if (ctx.call(call).name or "").startswith(HERE) and not ctx.is_a(function, *facts["classes"]):
        return False
    is_named = last.islower() and last.rpartition("_")[2] in facts["words"]
    return is_named or ctx.is_a(function, *facts["classes"])


def reached_model(ctx: Context, body: Body) -> ast.AST | None:
    """Where an unchecked body goes to a model; None when somebody checks it, or no model is asked."""
    if _is_guarded(ctx, body):
        return None
    flow = _Flow(ctx, body)
    return None if flow.is_checked else flow.model


def _is_guarded(ctx: Context, body: Body) -> bool:
    """Whether the function answers by itself for keys and values that do not fit."""
    for start in body.starts:
        for parent in ctx.ancestors(start):
            if isinstance(parent, _NESTED):
                break
            if isinstance(parent, ast.Try) and any(_catches(ctx, handler) for handler in parent.handlers):
                return True
    return False


def _catches(ctx: Context, handler: ast.ExceptHandler) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is not None and ctx.qualified_name(kind) in _HANDLED for kind in kinds)
