"""A chain of comparisons with a text is a table that nobody can read, extend or list.

## Why is this bad?

`if name == "sgd": … elif name == "adam": …` says the same thing in every branch and differs in two words. The next
optimiser is one more branch, here and in each copy of the chain; a misspelt name falls through all of them and is
found out later, when the variable is missing. A mapping from names to classes can be listed in the help of the
command line, extended by others and tested.

Reported are chains of four or more branches that do nothing but choose a model, an optimiser, a scheduler, a data set
or the like.

## When to ignore it

The branches are about to become different.

## Fix safety

The mapping is made when the module is imported. A name that is not in it raises a `ValueError` that lists the
choices, where the chain went on without a value or raised something else. There is a fix when every branch is a call
with the same arguments of something the module imports or defines before.
"""

import ast
from collections.abc import Iterator
from functools import partial

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    FixUnavailable,
    Verb,
    insert_before,
    nodes,
    replace,
    rule,
    table,
    unsafe_fix,
)
from mllint_rules.rules.structure._dispatch_chains import Chain, chains

_SHOWN = {"model": "module"}
_NAMES = {
    "model": "MODELS",
    "estimator": "ESTIMATORS",
    "optimizer": "OPTIMIZERS",
    "learning-rate scheduler": "SCHEDULERS",
    "data set": "DATASETS",
    "trainer": "TRAINERS",
    "tokenizer": "TOKENIZERS",
    "data loader": "LOADERS",
}


@rule(
    code="MLG113",
    name="string-dispatch-chain",
    category=Category.DESIGN,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=nodes(ast.If, ast.Match),
    in_tests=False,
    imports=tuple(table("annotations")["data"]["libraries"]),
    examples=(
        Example(
            bad="""
                from torch import optim


                def optimizer_for(name, parameters, lr):
                    if name == "sgd":
                        return optim.SGD(parameters, lr=lr)
                    elif name == "adam":
                        return optim.Adam(parameters, lr=lr)
                    elif name == "adamw":
                        return optim.AdamW(parameters, lr=lr)
                    elif name == "rmsprop":
                        return optim.RMSprop(parameters, lr=lr)
                    else:
                        raise ValueError(name)
                """,
            good="""
                from torch import optim


                OPTIMIZERS = {
                    "sgd": optim.SGD,
                    "adam": optim.Adam,
                    "adamw": optim.AdamW,
                    "rmsprop": optim.RMSprop,
                }


                def optimizer_for(name, parameters, lr):
                    if name not in OPTIMIZERS:
                        raise ValueError(f"unknown optimizer {name!r}; choose one of {', '.join(OPTIMIZERS)}")
                    return OPTIMIZERS[name](parameters, lr=lr)
                """,
            fixed=True,
        ),
    ),
)
def check(node: ast.If | ast.Match, ctx: Context) -> Iterator[Finding]:
    if isinstance(node, ast.If):
        parent = ctx.parent(node)
        # An `elif` belongs to the chain above it; most statements are no chain at all.
        if not node.orelse or (isinstance(parent, ast.If) and parent.orelse == [node]):
            return
    for chain in chains(ctx, node):
        kind, subject = _SHOWN.get(chain.kind, chain.kind), ctx.source(chain.subject)
        yield Finding(
            chain.subject,
            f"{len(chain.choices)} branches choose the {kind} by the text in `{subject}`; "
            "a mapping can be listed, extended and tested",
            fix=partial(_fix, ctx, chain),
        )


def _fix(ctx: Context, chain: Chain) -> FixPlan:
    if any(isinstance(each, (ast.Call, ast.Await, ast.NamedExpr)) for each in ast.walk(chain.subject)):
        raise FixUnavailable("what is compared is worked out each time")
    makers, arguments = _same_calls(ctx, chain)
    otherwise = chain.otherwise
    if len(otherwise) > 1 or (otherwise and not isinstance(otherwise[0], ast.Raise)):
        raise FixUnavailable("other texts have a meaning as well")
    if len({text for text, _ in chain.choices}) < len(chain.choices):
        raise FixUnavailable("a text occurs twice")
    top = ctx.top_statement(chain.statement)
    for maker in makers:
        _check_ready(ctx, maker, top)
    text = ctx.document.text[ctx.model.span(chain.statement).start : ctx.model.span(chain.statement).end]
    if "#" in text:
        raise FixUnavailable("comments would be lost")
    name = ctx.fresh_name(_NAMES[chain.kind])
    lines = [f"{name} = {{", *(f'    {_quoted(text)}: {ctx.source(maker)},'
             for (text, _), maker in zip(chain.choices, makers, strict=True)), "}"]  # fmt: skip
    subject = ctx.source(chain.subject)
    quote = "'" if '"' in subject else '"'
    inner = '"' if quote == "'" else "'"
    message = f"f{quote}unknown {chain.kind} {{{subject}!r}}; choose one of {{{inner}, {inner}.join({name})}}{quote}"
    indent = " " * chain.statement.col_offset
    chosen = f"{name}[{subject}]({arguments})"
    final = f"return {chosen}" if chain.target is None else f"{chain.target} = {chosen}"
    changed = f"if {subject} not in {name}:\n{indent}    raise ValueError({message})\n{indent}{final}"
    if "{" in subject or "\n" in subject or ('"' in subject and "'" in subject):
        raise FixUnavailable("the text of the subject does not fit into a message")
    gap = "\n\n\n" if isinstance(top, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) else "\n\n"
    verbs: list[Verb] = [replace(chain.statement, changed)]
    if top is chain.statement:
        verbs = [replace(chain.statement, "\n".join(lines) + "\n" + changed)]
    else:
        verbs.append(insert_before(top, "\n".join(lines) + gap))
    return unsafe_fix(f"Look it up in `{name}`", *verbs)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _same_calls(ctx: Context, chain: Chain) -> tuple[list[ast.expr], str]:
    """What each branch calls, and the arguments that all of them pass."""
    makers: list[ast.expr] = []
    arguments: set[str] = set()
    for _, value in chain.choices:
        if not isinstance(value, ast.Call) or not isinstance(value.func, (ast.Name, ast.Attribute)):
            raise FixUnavailable("a branch is no call")
        makers.append(value.func)
        span, function = ctx.model.span(value), ctx.model.span(value.func)
        arguments.add(ctx.document.text[function.end + 1 : span.end - 1].strip())
    if len(arguments) != 1 or "\n" in (only := arguments.pop()):
        raise FixUnavailable("the branches pass different arguments")
    return makers, only


def _check_ready(ctx: Context, maker: ast.expr, top: ast.stmt) -> None:
    """Raises `FixUnavailable` unless a class or function surely is there when the mapping is made."""
    root = maker
    while isinstance(root, ast.Attribute):
        root = root.value
    if not isinstance(root, ast.Name) or not ctx.is_module_name(root):
        raise FixUnavailable("a branch calls something local")
    bindings = ctx.module_scope.bindings[root.id]
    statement = ctx.statement_of(bindings[0])
    if len(bindings) != 1 or statement not in ctx.model.tree.body or statement.lineno >= top.lineno:
        raise FixUnavailable(f"{root.id} may not be there yet")
