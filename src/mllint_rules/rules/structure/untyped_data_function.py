"""A function that takes or gives data without saying so leaves every reader and every tool guessing.

## Why is this bad?

`def clean(orders)` may want a frame, a path, a list of rows or a query. The answer stands somewhere in the body, or at
the other end of a call. With `orders: pd.DataFrame` the editor completes its methods, a type checker finds the call
that passes a path, and the reader goes on.

Reported are functions whose result certainly is a frame, an array, a tensor, a model and so on, or whose callers
all pass one, where the signature has no annotation for it or one that every value fits (`Any`, `object`, a bare
`dict`).

## When to ignore it

The function is meant for several kinds of data, and only happens to get one. Methods that a base class prescribes,
nested functions and files with a stub are not reported.

## Fix safety

Annotations do nothing when the function runs. The fix uses names that are imported, or imports them under
`if TYPE_CHECKING:` and writes the annotation in quotes. Where decorators or libraries read annotations at run time
(command-line and web frameworks) it is unsafe.
"""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from mllint_rules.kit import (
    NONE,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    FixUnavailable,
    FunctionNode,
    Practice,
    Span,
    Type,
    Verb,
    functions,
    replace,
    replace_span,
    rule,
    safe_fix,
    table,
    unsafe_fix,
)
from mllint_rules.rules.structure._signatures import (
    kind_of,
    may_return_data,
    parameter_types,
    result_type,
    returns_made_of,
    says_nothing,
)
from mllint_rules.rules.structure._typing_imports import TypingImport, typing_annotation


@dataclass(frozen=True, slots=True)
class _Signature:
    parameters: Sequence[tuple[ast.arg, Type]]
    result: Type | None


@rule(
    code="MLG111",
    name="untyped-data-function",
    category=Category.DESIGN,
    practice=Practice.TYPE_SAFETY_CODE,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=functions(),
    in_tests=False,
    imports=(
        "catboost", "dask", "datasets", "jax", "keras", "lightgbm", "numpy", "pandas", "polars", "pyspark", "scipy",
        "sklearn", "tensorflow", "torch", "transformers", "xarray", "xgboost",
    ),
    see=("ruff:ANN001", "ruff:ANN201", "ruff:ANN401"),
    examples=(
        Example(
            bad="""
                import pandas as pd


                def load(path):
                    return pd.read_csv(path, dtype={"price": "float64"})
                """,
            good="""
                import pandas as pd


                def load(path) -> pd.DataFrame:
                    return pd.read_csv(path, dtype={"price": "float64"})
                """,
            fixed=True,
            safe=True,
        ),
        Example(
            bad="""
                import pandas as pd


                def show(orders, limit=3):
                    print(orders.head(limit))


                show(pd.read_csv("orders.csv"))
                """,
            good="""
                import pandas as pd


                def show(orders: pd.DataFrame, limit=3) -> None:
                    print(orders.head(limit))


                show(pd.read_csv("orders.csv"))
                """,
            fixed=True,
            safe=True,
        ),
    ),
)  # fmt: skip
def check(function: FunctionNode, ctx: Context) -> Iterator[Finding]:
    owner = ctx.parent(function)
    if not isinstance(owner, (ast.Module, ast.ClassDef)) or function.name.startswith("__"):
        return
    may_say_more = may_return_data(ctx, function) and says_nothing(ctx, function.returns)
    if isinstance(owner, ast.ClassDef) and (not may_say_more or _is_prescribed(ctx, owner, function)):
        return
    result = result_type(ctx, function) if may_say_more else None
    parameters = parameter_types(ctx, function) if isinstance(owner, ast.Module) else []
    if result is None and not parameters:
        return
    if ctx.project is not None and ctx.project.has_stub(ctx.document.path):
        return
    taken = [f"the {kind_of(ctx, type_)} `{argument.arg}`" for argument, type_ in parameters]
    said = [f"gets {' and '.join(taken)}"] if taken else []
    if result is not None:
        kind = kind_of(ctx, result) or ""
        said.append(f"returns {'an' if kind[0] in 'aeiou' else 'a'} {kind}")
    message = f"`{function.name}` {' and '.join(said)}, which its signature does not say"
    signature = _Signature(parameters, result)
    yield Finding(_name_span(ctx, function), message, fix=partial(_fix, ctx, function, signature))


def _name_span(ctx: Context, function: FunctionNode) -> Span:
    word = "async def" if isinstance(function, ast.AsyncFunctionDef) else "def"
    text = ctx.document.text
    start = text.index(function.name, ctx.model.span(function).start + len(word))
    return Span(start, start + len(function.name))


def _is_prescribed(ctx: Context, owner: ast.ClassDef, function: FunctionNode) -> bool:
    """Whether a base class may fix the signature of a method: one that has it too, or one that nobody knows."""
    if not owner.bases:
        return False
    name = ctx.model.names.binding_name(ctx.model.names.scopes.binding_of(owner))
    known = ctx.bases(name or "")[1:]
    if not known or any(ctx.qualified_name(base) is None for base in owner.bases):
        return True
    return any(
        # What a library's class has besides its description nobody knows.
        not ctx.model.is_definition(base) or ctx.model.resolve(f"{base}.{function.name}") is not None
        for base in known
        if base != "builtins.object"
    )


def _fix(ctx: Context, function: FunctionNode, signature: _Signature) -> FixPlan:
    names = frozenset(argument.arg for argument, _ in signature.parameters)
    if signature.result is None and function.returns is None and returns_made_of(ctx, function, names):
        raise FixUnavailable("what the function gives depends on what it gets")
    if function.returns is not None and signature.result is not None and _is_called(ctx, function):
        raise FixUnavailable("more would be known of what the callers do")
    verbs: list[Verb] = []
    for argument, type_ in signature.parameters:
        written = typing_annotation(ctx, type_, function)
        if written.text is None:
            raise FixUnavailable("the type has no name here")
        verbs += written.verbs
        if argument.annotation is not None:
            verbs.append(replace(argument.annotation, written.text))
        else:
            end = ctx.model.span(argument).end
            verbs.append(replace_span(Span(end, end), f": {written.text}"))
            verbs += _spaced_default(ctx, function, argument)
    returned = _returned(ctx, function, signature.result)
    if returned is not None:
        text, imports = returned
        verbs += imports
        if function.returns is not None:
            verbs.append(replace(function.returns, text))
        else:
            place = _end_of_signature(ctx, function)
            verbs.append(replace_span(Span(place, place), f" -> {text}"))
    make = unsafe_fix if _acts_at_run_time(ctx, function) or _is_compiled(ctx, verbs) else safe_fix
    return make("Annotate the data in the signature", *verbs)


def _is_called(ctx: Context, function: FunctionNode) -> bool:
    return function.name in ctx.model.index.calls


def _returned(ctx: Context, function: FunctionNode, result: Type | None) -> tuple[str, Sequence[Verb]] | None:
    if result is not None:
        written = typing_annotation(ctx, result, function)
        if written.text is None:
            raise FixUnavailable("the type has no name here")
        return written.text, written.verbs
    if function.returns is None and ctx.model.returned_type(function) == NONE:
        return "None", ()
    return None


def _spaced_default(ctx: Context, function: FunctionNode, argument: ast.arg) -> Iterator[Verb]:
    """`limit=3` becomes `limit: int = 3`: with an annotation the sign stands apart."""
    text = ctx.document.text
    end = ctx.model.span(argument).end
    if text[end : end + 1] == "=":
        yield replace_span(Span(end, end + 1), " = ")


def _end_of_signature(ctx: Context, function: FunctionNode) -> int:
    """The offset behind the bracket that closes the parameters."""
    text = ctx.document.text
    offset = _name_span(ctx, function).end
    arguments = function.args
    last: list[ast.AST] = [
        *arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *arguments.defaults,
        *(each for each in arguments.kw_defaults if each is not None),
        *(each for each in (arguments.vararg, arguments.kwarg) if each is not None),
    ]  # fmt: skip
    offset = max([offset, *(ctx.model.span(each).end for each in last)])
    body = ctx.model.span(function.body[0]).start
    if "#" in text[offset:body].partition(":")[0]:
        raise FixUnavailable("a comment stands in the signature")
    # Behind the last default may stand brackets of its own: the one before the colon is meant.
    colon = text.index(":", offset)
    close = text.rindex(")", offset, colon)
    return close + 1


def _acts_at_run_time(ctx: Context, function: FunctionNode) -> bool:
    libraries: list[str] = table("annotations")["read_at_run_time"]["libraries"]
    return bool(function.decorator_list) or not ctx.model.imported_libraries.isdisjoint(libraries)


def _is_compiled(ctx: Context, verbs: Sequence[Verb]) -> bool:
    """Whether TorchScript may read an annotation that is a text or imported for type checkers only."""
    return ctx.imports("torch") and any(isinstance(verb, TypingImport) for verb in verbs)
