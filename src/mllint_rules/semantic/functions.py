"""What functions and methods of the document return."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from mllint_rules.semantic.elements import element_type
from mllint_rules.semantic.exits import leaves
from mllint_rules.semantic.scopes import FunctionNode
from mllint_rules.semantic.types import NONE, UNKNOWN, Instance, Type, union

if TYPE_CHECKING:
    from mllint_rules.semantic.model import SemanticModel

# Decorators behind which a call (or, for properties, an access) gives what the function returns.
_TRANSPARENT = frozenset(
    {
        "functools.lru_cache", "functools.cache", "functools.cached_property", "functools.wraps",
        "functools.singledispatch",
        "builtins.property", "builtins.staticmethod", "builtins.classmethod", "typing.override", "typing.final",
        "typing_extensions.override", "warnings.deprecated", "typing_extensions.deprecated", "atexit.register",
        "torch.no_grad", "torch.inference_mode", "torch.enable_grad", "torch.compile", "torch.jit.export",
        "torch.jit.ignore", "torch.jit.unused", "torch.autocast", "torch.compiler.disable", "torch._dynamo.disable",
        "tensorflow.function", "tensorflow.autograph.experimental.do_not_convert", "jax.jit",
        "numba.jit", "numba.njit", "streamlit.cache_data", "streamlit.cache_resource", "joblib.Memory.cache",
    }
)  # fmt: skip
_ABSTRACT = ("abc.abstractmethod", "typing.overload", "typing_extensions.overload", "abc.abstractproperty")
# Last names of decorators that make a task of a function: calling it gives a handle for the result.
_REPLACING = frozenset(
    {"delayed", "remote", "task", "flow", "shared_task", "op", "asset", "component", "step", "job", "fixture"}
)
_MANAGERS = ("contextlib.contextmanager", "contextlib.asynccontextmanager")


def returned_type(model: SemanticModel, node: FunctionNode) -> Type:
    """What calling a function gives: by its annotation, else by what it returns and yields."""
    decorators = [_decorator(model, each) for each in node.decorator_list]
    is_manager = any(each in _MANAGERS for each in decorators)
    if any(each not in _TRANSPARENT and each not in _ABSTRACT for each in decorators) and not is_manager:
        # A decorator nobody knows may replace the function; most keep what it is said to return.
        is_kept = node.returns is not None and not any(_replaces(each) for each in node.decorator_list)
        return _annotated(model, node) if is_kept else UNKNOWN
    if node.returns is not None:
        result = _annotated(model, node)
    elif any(each in _ABSTRACT for each in decorators):
        return UNKNOWN
    else:
        result = _computed(model, node)
    if is_manager:
        entered = element_type(model.inference, result)
        return Instance("contextlib._GeneratorContextManager", (entered,))
    if isinstance(node, ast.AsyncFunctionDef) and not _is_generator(model, node):
        return Instance("collections.abc.Coroutine", (UNKNOWN, UNKNOWN, result))
    return result


def _decorator(model: SemanticModel, node: ast.expr) -> str | None:
    name = model.qualified_name(node.func if isinstance(node, ast.Call) else node)
    if name is None and isinstance(node, ast.Attribute) and node.attr in ("setter", "getter", "deleter"):
        return "builtins.property"
    return name


def _replaces(decorator: ast.expr) -> bool:
    node = decorator.func if isinstance(decorator, ast.Call) else decorator
    last = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return last in _REPLACING


def _annotated(model: SemanticModel, node: FunctionNode) -> Type:
    assert node.returns is not None
    owner = model.index.parents.get(node)
    self_type: Type = UNKNOWN
    if isinstance(owner, ast.ClassDef):
        name = model.names.binding_name(model.names.scopes.binding_of(owner))
        self_type = UNKNOWN if name is None else Instance(name)
    return model.annotation_type(node.returns, self_type)


def _computed(model: SemanticModel, node: FunctionNode) -> Type:
    returns: list[Type] = []
    yields: list[Type] = []
    for inner in model.own_nodes(node):
        if isinstance(inner, ast.Yield):
            yields.append(NONE if inner.value is None else model.type_of(inner.value))
        elif isinstance(inner, ast.YieldFrom):
            yields.append(element_type(model.inference, model.type_of(inner.value)))
        elif isinstance(inner, ast.Return):
            returns.append(NONE if inner.value is None else model.type_of(inner.value))
    if yields:
        is_async = isinstance(node, ast.AsyncFunctionDef)
        kind = "AsyncGenerator" if is_async else "Generator"
        element = union(yields)
        return Instance(f"collections.abc.{kind}", () if element == UNKNOWN else (element,))
    if _is_stub(node):
        return UNKNOWN
    if not leaves(node.body):
        returns.append(NONE)
    return union(returns)


def _is_generator(model: SemanticModel, node: FunctionNode) -> bool:
    return any(isinstance(inner, (ast.Yield, ast.YieldFrom)) for inner in model.own_nodes(node))


def _is_stub(node: FunctionNode) -> bool:
    """Whether the body says nothing: `...`, or an exception that tells subclasses to write it."""
    body = node.body
    if (
        isinstance(body[0], ast.Expr)
        and isinstance(body[0].value, ast.Constant)
        and isinstance(body[0].value.value, str)
    ):
        body = body[1:]
    if not body:
        return False
    first = body[0]
    is_ellipsis = (
        isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and first.value.value is ...
    )
    return len(body) == 1 and (is_ellipsis or isinstance(first, ast.Raise))


def returns_receiver(model: SemanticModel, node: FunctionNode) -> bool:
    """Whether a method gives the object it is called on, or another of its class: `return self`, `return cls(…)`."""
    positional = [*node.args.posonlyargs, *node.args.args]
    if not positional:
        return False
    receiver = positional[0].arg
    returns = [inner.value for inner in model.own_nodes(node) if isinstance(inner, ast.Return)]
    if node.returns is not None and not _names_receiver(model, node.returns):
        return False
    if not returns:
        return node.returns is not None and _names_receiver(model, node.returns)
    return all(_is_receiver(value, receiver) for value in returns)


def _is_receiver(value: ast.expr | None, receiver: str) -> bool:
    if isinstance(value, ast.Call):
        value = value.func
    return isinstance(value, ast.Name) and value.id == receiver


def _names_receiver(model: SemanticModel, annotation: ast.expr) -> bool:
    return model.qualified_name(annotation) in ("typing.Self", "typing_extensions.Self")
