"""The same seed is written out again and again.

## Why is this bad?

Whoever wants to know whether a result depends on the seed must find and change every `random_state=42`. One that is
forgotten, or that another file writes as 0, quietly mixes two runs.

## When to ignore it

The numbers are equal by chance and mean different things.

## Fix safety

The literals become one constant behind the imports, with the same value.

## References

- scikit-learn: common pitfalls, controlling randomness
"""

import ast
from collections.abc import Callable, Iterator

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    FixUnavailable,
    Place,
    SemanticModel,
    is_position_known,
    module,
    position,
    replace,
    rule,
    safe_fix,
    table,
)
from mllint_rules.rules.reproducibility._seeds import CreateConstant
from mllint_rules.rules.reproducibility._shared import is_test_code

PARAMETERS = frozenset(table("randomness")["seed_names"]["parameters"])
CONSTANTS: list[str] = table("randomness")["seed_names"]["constants"]
SEEDING = frozenset(table("volatile_seeds")["seeding"]["calls"])
_MANY = 3


@rule(
    code="MLR111",
    name="repeated-seed-literal",
    category=Category.REPRODUCIBILITY,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=module(holding=(ast.keyword,)),
    in_tests=False,
    examples=(
        Example(
            bad="""
                from sklearn.ensemble import RandomForestClassifier
                from sklearn.model_selection import train_test_split

                train, test = train_test_split(range(100), random_state=42)
                folds = train_test_split(train, random_state=42)
                model = RandomForestClassifier(random_state=42)
                """,
            good="""
                from sklearn.ensemble import RandomForestClassifier
                from sklearn.model_selection import train_test_split

                SEED = 42

                train, test = train_test_split(range(100), random_state=SEED)
                folds = train_test_split(train, random_state=SEED)
                model = RandomForestClassifier(random_state=SEED)
                """,
            fixed=True,
            safe=True,
        ),
    ),
)
def check(model: SemanticModel, ctx: Context) -> Iterator[Finding]:
    code = ctx.document.code
    if "seed" not in code and "random_state" not in code:
        return
    by_value: dict[int, list[ast.Constant]] = {}
    for literal in sorted(_literals(ctx), key=position):
        by_value.setdefault(literal.value, []).append(literal)  # type: ignore[arg-type]
    for value, literals in by_value.items():
        if len(literals) >= _MANY:
            first, *others = literals
            yield Finding(
                first,
                f"The seed {value} is written out {len(literals)} times in this file",
                fix=_fix(ctx, value, literals),
                related=tuple(Place(other, "and here") for other in others),
            )


def _literals(ctx: Context) -> set[ast.Constant]:
    """The numbers that calls get as seeds."""
    given = [node.value for node in ctx.model.index.nodes(ast.keyword) if node.arg in PARAMETERS]
    given += [call.node.args[0] for call in ctx.calls_of(*SEEDING) if call.node.args]
    return {
        node
        for node in given
        if isinstance(node, ast.Constant) and type(node.value) is int and not is_test_code(ctx, node)
    }


def _fix(ctx: Context, value: int, literals: list[ast.Constant]) -> Callable[[], FixPlan | None]:
    def plan() -> FixPlan | None:
        name, verbs = _constant(ctx, value, literals[0])
        if not all(is_position_known(ctx, literal) for literal in literals):
            raise FixUnavailable("the place inside an f-string is not known")
        return safe_fix(f"Name it `{name}`", *verbs, *(replace(literal, name) for literal in literals))

    return plan


def _constant(ctx: Context, value: int, first: ast.expr) -> tuple[str, tuple[CreateConstant, ...]]:
    """A name for the number: of a constant that is there already, bound once before the first use, or a new one."""
    for name in CONSTANTS:
        bindings = ctx.module_scope.bindings.get(name, [])
        if name.isupper() and len(bindings) == 1 and bindings[0].statement_value is not None:
            statement = ctx.statement_of(bindings[0])
            is_before = ctx.parent(statement) is ctx.model.tree and position(statement) < position(first)
            if (
                is_before
                and ctx.value_of(bindings[0].statement_value) == value
                and not _is_rebound(ctx, name)
            ):
                return name, ()
    create = CreateConstant(ctx.fresh_name("SEED"), value)
    place = next(create.edits(ctx.model)).span.start
    if ctx.model.span(first).start < place:
        raise FixUnavailable("the seed is used before the imports end")
    return create.name, (create,)


def _is_rebound(ctx: Context, name: str) -> bool:
    """Whether the name is bound more than once in the document: a function may have its own, or change it."""
    stores = [node for node in ctx.model.index.names[name] if not isinstance(node.ctx, ast.Load)]
    return len(stores) != 1 or any(node.arg == name for node in ctx.model.index.nodes(ast.arg))
