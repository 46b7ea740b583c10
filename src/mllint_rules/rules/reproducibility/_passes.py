"""What runs again and again in training: a loop over epochs or batches, or a method called for each item."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from mllint_rules.kit import Context, FunctionNode
from mllint_rules.rules.reproducibility._shared import name_words

_EVALUATION = frozenset(
    {
        *(
            "bench",
            "benchmark",
            "demo",
            "display",
            "draw",
            "eval",
            "evaluate",
            "evaluation",
            "example",
            "examples",
        ),
        *(
            "generate",
            "infer",
            "inference",
            "plot",
            "predict",
            "preview",
            "sample",
            "samples",
            "show",
            "test",
        ),
        *("val", "valid", "validate", "validation", "visualize", "viz", "worker", "setup", "reset", "init"),
    }
)
_METHODS = {
    "__getitem__": (("torch.utils.data.Dataset", "keras.utils.PyDataset", "keras.utils.Sequence"), "item"),
    "forward": (("torch.nn.Module",), "batch"),
    "training_step": (("torch.nn.Module",), "batch"),
    "__call__": ((), "item"),
}
_TRANSFORMS = frozenset({"transform", "transforms", "augment", "augmentation", "aug", "random"})
_LOADERS = ("torch.utils.data.DataLoader", "tensorflow.data.Dataset")


@dataclass(frozen=True, slots=True)
class Pass:
    """What is repeated (a loop, or a method) and what each pass is for."""

    node: ast.For | FunctionNode
    what: str

    @property
    def is_loop_or_item(self) -> bool:
        """Whether this is a loop, or gives the items of a data set: no layer or transform, with ways of its own."""
        return isinstance(self.node, ast.For) or self.node.name == "__getitem__"


def pass_around(ctx: Context, node: ast.AST) -> Pass | None:
    """The outermost repetition of training around a node; None when there is none, or it evaluates."""
    function = ctx.function_of(node)
    if function is not None and not name_words(function.name).isdisjoint(_EVALUATION):
        return None
    found = None
    for loop in ctx.loops_around(node):
        what = _what(ctx, loop) if isinstance(loop, ast.For) else None
        if what is None:
            break  # something else is varied on purpose
        assert isinstance(loop, ast.For)
        found = Pass(loop, what)
    if found is not None:
        return found
    return None if function is None or ctx.loops_around(node) else _method(ctx, function)


def _what(ctx: Context, loop: ast.For) -> str | None:
    """What a loop goes through: epochs, by the name of its variable or bound, or the batches of a loader."""
    names = {node.id for node in ast.walk(loop.target) if isinstance(node, ast.Name)}
    words = set().union(*map(name_words, names)) if names else set()
    iterated = loop.iter
    if isinstance(iterated, ast.Call) and ctx.called(iterated) == "builtins.enumerate" and iterated.args:
        iterated = iterated.args[0]
    if ctx.is_a(iterated, *_LOADERS):
        return "batch"
    if words & {"epoch", "epochs", "ep"}:
        return "epoch"
    if isinstance(iterated, ast.Call) and ctx.called(iterated) == "builtins.range":
        bound = {
            word
            for argument in iterated.args
            for part in ast.walk(argument)
            if isinstance(part, (ast.Name, ast.Attribute))
            for word in name_words(part.attr if isinstance(part, ast.Attribute) else part.id)
        }
        return "epoch" if bound & {"epoch", "epochs"} else None
    return None


def _method(ctx: Context, function: FunctionNode) -> Pass | None:
    owner = ctx.parent(function)
    known = _METHODS.get(function.name)
    if known is None or not isinstance(owner, ast.ClassDef):
        return None
    bases, what = known
    if not bases:
        return Pass(function, what) if name_words(owner.name) & _TRANSFORMS else None
    return Pass(function, what) if ctx.derives_from(owner, *bases) else None
