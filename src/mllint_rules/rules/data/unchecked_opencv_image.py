"""An image read by OpenCV is used without looking whether there is one, or with its colours in the wrong order.

## Why is this bad?

`cv2.imread` does not raise for a wrong path or a broken file: it returns `None`, and the program fails lines later with
`'NoneType' object has no attribute 'shape'` and no word about which file it was. And what it returns has blue first:
Matplotlib, Pillow and every model trained on other libraries take it for red. Nothing fails; skies are orange and the
accuracy is a few points lower than it could be.

## When to ignore it

All images were checked before, and the model was trained on the order of OpenCV.

## Fix safety

The program stops at the first image that cannot be read, with its path. The colours of what is shown or fed change.

## References

- OpenCV documentation of `imread` and `cvtColor`
"""

import ast
from collections.abc import Iterator

from mllint_rules.kit import (
    Binding,
    Call,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    Place,
    calls,
    insert_after,
    rule,
    unsafe_fix,
)

_COLOURS = ("cv2.IMREAD_COLOR", "cv2.IMREAD_COLOR_BGR")
_RED_FIRST = (
    "matplotlib.pyplot.imshow",
    "matplotlib.axes.Axes.imshow",
    "PIL.Image.fromarray",
    "torchvision.transforms.functional.to_tensor",
    "torchvision.transforms.functional.to_pil_image",
)


@rule(
    code="MLD128",
    name="unchecked-opencv-image",
    category=Category.CORRECTNESS,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=calls("cv2.imread", "cv2.imdecode"),
    in_tests=False,
    examples=(
        Example(
            bad="""
                import cv2


                def size(path: str) -> int:
                    image = cv2.imread(path)
                    return image.shape[0] * image.shape[1]
                """,
            good="""
                import cv2


                def size(path: str) -> int:
                    image = cv2.imread(path)
                    if image is None:
                        raise FileNotFoundError(path)
                    return image.shape[0] * image.shape[1]
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import cv2
                import matplotlib.pyplot as plt

                image = cv2.imread("cat.png")
                assert image is not None
                plt.imshow(image)
                """,
            good="""
                import cv2
                import matplotlib.pyplot as plt

                image = cv2.imread("cat.png")
                assert image is not None
                image = cv2.cvtColor(image, cv2.COLOR_BGR2RGB)
                plt.imshow(image)
                """,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    statement = ctx.parent(call.node)
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return
    target = statement.targets[0]
    binding = ctx.model.binding_at(target) if isinstance(target, ast.Name) else None
    if binding is None:
        return
    uses = ctx.uses(binding)
    name = (call.name or "").rpartition(".")[2]
    if _is_used(ctx, uses) and not _is_checked(ctx, uses) and not _is_guarded(ctx, call):
        yield Finding(
            call.node.func,
            f"`{name}` returns `None` for what it cannot read, and `{binding.name}` is used without a check",
            fix=lambda: _check_plan(ctx, call, statement, binding),
        )
        return
    shown = _taken_as_rgb(ctx, call, uses)
    if shown is not None:
        yield Finding(
            call.node.func,
            f"`{name}` gives blue before red, and `{binding.name}` is taken as red, green, blue",
            related=(Place(shown, "it is taken as red, green, blue here"),),
        )


def _is_used(ctx: Context, uses: list[ast.Name]) -> bool:
    """Whether something is done with the image here that fails without one."""
    return any(
        isinstance(ctx.parent(use), (ast.Attribute, ast.Subscript, ast.Call, ast.BinOp)) for use in uses
    )


def _is_checked(ctx: Context, uses: list[ast.Name]) -> bool:
    """Whether the program asks whether there is an image, or a helper does."""
    for use in uses:
        parent = ctx.parent(use)
        if isinstance(
            parent, (ast.Compare, ast.BoolOp, ast.UnaryOp, ast.If, ast.IfExp, ast.Assert, ast.While)
        ):
            return True
        if isinstance(parent, ast.Call):
            last = (
                parent.func.attr if isinstance(parent.func, ast.Attribute) else getattr(parent.func, "id", "")
            )
            if last == "isinstance" or any(
                word in last.lower() for word in ("check", "valid", "assert", "ensure")
            ):
                return True
    return False


def _is_guarded(ctx: Context, call: Call) -> bool:
    """Whether a failure is caught around the read."""
    return any(
        isinstance(parent, ast.Try) and bool(parent.handlers) and _holds(parent.body, child)
        for child, parent in _ways_out(ctx, call.node)
    )


def _ways_out(ctx: Context, node: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    child = node
    for parent in ctx.ancestors(node):
        if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            return
        yield child, parent
        child = parent


def _holds(body: list[ast.stmt], node: ast.AST) -> bool:
    return any(statement is node for statement in body)


def _taken_as_rgb(ctx: Context, call: Call, uses: list[ast.Name]) -> ast.expr | None:
    """The first place that takes the very image for one with red first."""
    flags = call.positional(1) or next((k.value for k in call.node.keywords if k.arg == "flags"), None)
    if flags is not None and ctx.qualified_name(flags) not in _COLOURS and ctx.value_of(flags) != 1:
        return None
    for use in uses:
        parent = ctx.parent(use)
        if not isinstance(parent, ast.Call) or parent.args[:1] != [use] or len(ctx.definitions(use)) != 1:
            continue
        called = ctx.call(parent)
        if called.name in _RED_FIRST and not any(k.arg in ("cmap", "mode") for k in parent.keywords):
            return use
    return None


def _check_plan(ctx: Context, call: Call, statement: ast.Assign, binding: Binding) -> FixPlan | None:
    """`if image is None: raise …` right behind the read."""
    source = call.positional(0) or next((k.value for k in call.node.keywords if k.arg == "filename"), None)
    if (call.name or "").endswith("imdecode"):
        error = 'ValueError("the image cannot be decoded")'
    elif source is not None and all(
        isinstance(n, (ast.Name, ast.Attribute, ast.Constant)) for n in ctx.walk(source)
    ):
        error = f"FileNotFoundError({ctx.source(source)})"
    else:
        error = 'FileNotFoundError("the image cannot be read")'
    return unsafe_fix(
        "Stop when there is no image",
        insert_after(statement, f"if {binding.name} is None:\n    raise {error}"),
    )
