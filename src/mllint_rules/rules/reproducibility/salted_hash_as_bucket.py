"""The built-in `hash` of a text decides a bucket, a split or a seed.

## Why is this bad?

Python salts the hash of strings and bytes, and of everything made of them, with a number that it draws when it starts.
`hash(user_id) % 10 < 8` puts other users into the training set in every process: today's test rows were trained on
yesterday, workers disagree about the bucket of one key, and a feature index in a saved model means another word after
a restart. A checksum gives the same number everywhere.

## When to ignore it

`PYTHONHASHSEED` is set to a number wherever the program runs.

## Fix safety

The buckets change once, and then stay. For objects that are no strings the checksum is taken of `repr(x)`, which must
then say all that matters and nothing else (no memory addresses).

## References

- Python: `object.__hash__`, environment variable `PYTHONHASHSEED`
"""

import ast
from collections.abc import Callable, Iterator

from mllint_rules.kit import (
    Call,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    Instance,
    Type,
    calls,
    replace,
    rule,
    table,
    unsafe_fix,
)
from mllint_rules.rules.reproducibility._shared import is_test_code, name_words

SEEDING = frozenset(table("randomness")["seeding"]["calls"])
LASTING = frozenset(table("randomness")["lasting"]["words"])
STORING = frozenset(table("randomness")["lasting"]["paths"])
STABLE = frozenset({"builtins.int", "builtins.bool", "builtins.float", "builtins.complex"})
INNER = ("builtins.abs", "builtins.int", "builtins.str", "builtins.hex", "builtins.float")
ORDERED = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


@rule(
    code="MLR120",
    name="salted-hash-as-bucket",
    category=Category.REPRODUCIBILITY,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls("hash"),
    examples=(
        Example(
            bad="""
                import pandas as pd


                def is_training_row(user_id: str) -> bool:
                    return hash(user_id) % 10 < 8
                """,
            good="""
                import zlib
                import pandas as pd


                def is_training_row(user_id: str) -> bool:
                    return zlib.crc32(user_id.encode()) % 10 < 8
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import hashlib


                def shard_of(row, shards):
                    shard = hash((row["user"], row["day"])) % shards
                    return shard
                """,
            good="""
                import hashlib


                def shard_of(row, shards):
                    shard = int.from_bytes(hashlib.blake2b(repr((row["user"], row["day"])).encode(), digest_size=8).digest(), "big") % shards
                    return shard
                """,  # noqa: E501
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    if len(call.node.args) != 1 or call.unpacks or is_test_code(ctx, call.node):
        return
    function = ctx.function_of(call.node)
    if function is not None and function.name == "__hash__":
        return
    if _is_stable(ctx, ctx.type_of(call.node.args[0])):
        return
    use = _lasting_use(ctx, call.node)
    if use is not None:
        yield Finding(
            call.node,
            f"`hash` is salted in every process, so that {use} differs from run to run",
            fix=_fix(call, ctx),
        )


def _is_stable(ctx: Context, type_: Type) -> bool:
    if not isinstance(type_, Instance):
        return False
    if type_.name == "builtins.tuple":
        return bool(type_.arguments) and all(_is_stable(ctx, element) for element in type_.arguments)
    return type_.name in STABLE


def _lasting_use(ctx: Context, node: ast.expr, depth: int = 0) -> str | None:
    """What the value decides that should be the same in the next run."""
    child: ast.expr = node
    for parent in ctx.ancestors(node):
        if isinstance(parent, ast.BinOp):
            if isinstance(parent.op, ast.Mod) and parent.left is child and not ctx.is_a(parent.left, "builtins.str"):
                return None if _is_in_memory(ctx, parent) else _named(ctx, parent) or "the bucket"
        elif isinstance(parent, ast.Compare):
            is_threshold = all(isinstance(op, ORDERED) for op in parent.ops)
            return "the side of the threshold" if is_threshold and _has_number(ctx, parent) else None
        elif isinstance(parent, ast.Call):
            name = ctx.called(parent)
            if name in SEEDING:
                return "the seed"
            if name in STORING:
                return "the name of the file"
            if name not in INNER:
                return None
        elif isinstance(parent, ast.keyword):
            return "the seed" if parent.arg in ("seed", "random_state") else None
        elif isinstance(parent, ast.Assign) and len(parent.targets) == 1:
            return _use_of_target(ctx, parent.targets[0], depth)
        elif not isinstance(parent, ast.UnaryOp | ast.JoinedStr | ast.FormattedValue):
            return None
        if isinstance(parent, ast.expr):
            child = parent
    return None


def _named(ctx: Context, node: ast.expr) -> str | None:
    """What the name says to which the value goes."""
    statement = ctx.statement(node)
    target = statement.targets[0] if isinstance(statement, ast.Assign) else None
    named = LASTING & name_words(target.id) if isinstance(target, ast.Name) else frozenset()
    return f"the {min(named)}" if named else None


def _use_of_target(ctx: Context, target: ast.expr, depth: int) -> str | None:
    if not isinstance(target, ast.Name) or depth:
        return None
    named = LASTING & name_words(target.id)
    if named:
        return f"the {min(named)}"
    binding = ctx.model.binding_at(target)
    uses = ctx.uses(binding) if binding is not None else []
    return next((use for name in uses if (use := _lasting_use(ctx, name, depth + 1)) is not None), None)


def _has_number(ctx: Context, node: ast.Compare) -> bool:
    values = [ctx.value_of(side) for side in (node.left, *node.comparators)]
    return any(isinstance(value, int | float) for value in values)


def _is_in_memory(ctx: Context, node: ast.expr) -> bool:
    """Whether the value only picks an element of a list or dictionary that lives as long as the process."""
    parent = ctx.parent(node)
    if not isinstance(parent, ast.Subscript) or parent.slice is not node or not isinstance(parent.ctx, ast.Load):
        return False
    return ctx.is_a(parent.value, "builtins.dict", "builtins.list")


def _fix(call: Call, ctx: Context) -> Callable[[], FixPlan | None]:
    def plan() -> FixPlan | None:
        value = call.node.args[0]
        text = ctx.source(value)
        if ctx.is_a(value, "builtins.str", "builtins.bytes"):
            reach = ctx.reach("zlib")
            if ctx.is_a(value, "builtins.str"):
                is_plain = isinstance(value, ast.Name | ast.Attribute | ast.Subscript | ast.Call | ast.JoinedStr)
                text = f"{text}.encode()" if is_plain else f"({text}).encode()"
            return unsafe_fix(
                "Use a checksum", *reach.verbs, replace(call.node, f"{reach.text}.crc32({text})")
            )
        reach = ctx.reach("hashlib")
        digest = f"{reach.text}.blake2b(repr({text}).encode(), digest_size=8).digest()"
        return unsafe_fix("Use a digest", *reach.verbs, replace(call.node, f'int.from_bytes({digest}, "big")'))

    return plan
