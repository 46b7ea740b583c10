"""Layers are kept in a plain list or dict, where the module does not find them.

## Why is this bad?

`nn.Module` registers a layer when it is assigned to an attribute. Layers inside a Python list, tuple or dict are not
registered: they are missing from `parameters()`, so the optimiser never trains them; from `to(device)`, so they stay on
the CPU; from `state_dict()`, so a checkpoint loses them; and from `eval()`.

## When to ignore it

The layers are registered in another way as well. mllint looks for `add_module`, `register_module`, `setattr` and
containers made of the same list, and is silent then.

## Fix safety

The parameters join the module: the model trains differently, and checkpoints have more keys than before.
"""

import ast
from collections.abc import Iterator

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    nodes,
    rule,
    table,
    unsafe_fix,
    wrap,
)

_MODULE = "torch.nn.Module"
_CONTAINERS = (ast.List, ast.Tuple, ast.Dict, ast.ListComp, ast.DictComp)
_REGISTERING = frozenset({"add_module", "register_module", "setattr", "__setattr__", "register_parameter"})


def _sets_attribute_to_container(assign: ast.Assign) -> bool:
    """The form of `self.layers = [...]`."""
    return (
        isinstance(assign.value, _CONTAINERS)
        and len(assign.targets) == 1
        and isinstance(assign.targets[0], ast.Attribute)
    )


@rule(
    code="MLT119",
    name="unregistered-submodules",
    category=Category.CORRECTNESS,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=nodes(ast.Assign, only=_sets_attribute_to_container),
    imports=("torch", "lightning", "pytorch_lightning"),
    examples=(
        Example(
            bad="""
                from torch import nn

                class Net(nn.Module):
                    def __init__(self):
                        super().__init__()
                        self.layers = [nn.Linear(8, 8) for _ in range(3)]
                """,
            good="""
                from torch import nn

                class Net(nn.Module):
                    def __init__(self):
                        super().__init__()
                        self.layers = nn.ModuleList([nn.Linear(8, 8) for _ in range(3)])
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import torch

                class Net(torch.nn.Module):
                    def __init__(self):
                        super().__init__()
                        self.heads = {"class": torch.nn.Linear(8, 2), "box": torch.nn.Linear(8, 4)}
                """,
            good="""
                import torch

                class Net(torch.nn.Module):
                    def __init__(self):
                        super().__init__()
                        self.heads = torch.nn.ModuleDict({"class": torch.nn.Linear(8, 2), "box": torch.nn.Linear(8, 4)})
                """,
            fixed=True,
        ),
    ),
)
def check(assign: ast.Assign, ctx: Context) -> Iterator[Finding]:
    target = assign.targets[0]
    assert isinstance(target, ast.Attribute)
    owner = ctx.class_of_self(target.value)
    if owner is None or not _holds_layers(assign.value, ctx):
        return
    if not ctx.derives_from(owner, _MODULE) or _is_registered(target.attr, owner, ctx):
        return
    if _is_before_constructor(assign, ctx):
        return
    yield Finding(
        target,
        f"The layers in `{ctx.source(target)}` are not registered, so they are not trained, moved or saved",
        fix=_repair(assign.value, ctx),
    )


def _is_registered(attribute: str, owner: ast.ClassDef, ctx: Context) -> bool:
    """Whether the class registers layers by hand, or gives the same list to a module container as well."""
    called = [node for node in ctx.walk(owner) if isinstance(node, ast.Call)]
    by_hand = any(_last_name(call.func) in _REGISTERING for call in called)
    return by_hand or _goes_into_container(attribute, called)


def _is_before_constructor(assign: ast.Assign, ctx: Context) -> bool:
    """Whether `super().__init__()` follows: a module takes no layers before that, only a plain list."""
    function = ctx.function_of(assign)
    return function is not None and any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "__init__"
        and node.lineno > assign.lineno
        for node in ast.walk(function)
    )


def _holds_layers(value: ast.expr, ctx: Context) -> bool:
    """Whether a literal or comprehension holds layers with parameters that are made right there."""
    if isinstance(value, ast.ListComp):
        elements = [value.elt]
    elif isinstance(value, ast.DictComp):
        elements = [value.value]
    elif isinstance(value, (ast.List, ast.Tuple)):
        elements = value.elts
    elif isinstance(value, ast.Dict):
        elements = value.values
    else:
        return False
    layers = [element for element in elements if isinstance(element, ast.Call) and ctx.is_a(element, _MODULE)]
    stateless = table("torch_modules")["stateless"]
    return len(layers) == len(elements) and any(ctx.called(layer) not in stateless for layer in layers)


def _goes_into_container(attribute: str, called: list[ast.Call]) -> bool:
    """Whether the same list is also given to a module container or anything else that may register it."""
    for call in called:
        if not (_last_name(call.func) or "").startswith(("Module", "Sequential", "Parameter")):
            continue
        for argument in call.args:
            inner = argument.value if isinstance(argument, ast.Starred) else argument
            if isinstance(inner, ast.Attribute) and inner.attr == attribute:
                return True
    return False


def _last_name(function: ast.expr) -> str | None:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", None)


def _repair(value: ast.expr, ctx: Context) -> FixPlan | None:
    if isinstance(value, (ast.Dict, ast.DictComp)):
        keys = value.keys if isinstance(value, ast.Dict) else [value.key]
        if not all(key is not None and ctx.is_a(key, "builtins.str") for key in keys):
            return None  # a ModuleDict takes text keys only
        kind = "ModuleDict"
    else:
        kind = "ModuleList"
    reach = ctx.reach("torch.nn")
    return unsafe_fix(
        f"Register the layers in `nn.{kind}`", wrap(value, f"{reach.text}.{kind}(", ")"), *reach.verbs
    )
