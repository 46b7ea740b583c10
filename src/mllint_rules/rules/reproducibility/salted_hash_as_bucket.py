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
    FixUnavailable,
    calls,
    replace,
    rule,
    unsafe_fix,
)
from mllint_rules.rules.reproducibility._lasting_uses import is_stable, lasting_use
from mllint_rules.rules.reproducibility._shared import is_test_code

_CHECKSUM_BITS = 32  # what CRC-32 gives


@rule(
    code="MLR120",
    name="salted-hash-as-bucket",
    category=Category.REPRODUCIBILITY,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls("hash"),
    in_tests=False,
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
    if is_stable(ctx, ctx.type_of(call.node.args[0])):
        return
    use = lasting_use(ctx, call.node)
    if use is not None:
        yield Finding(
            call.node,
            f"`hash` is salted in every process, so that {use} differs from run to run",
            fix=_fix(call, ctx),
        )


def _fix(call: Call, ctx: Context) -> Callable[[], FixPlan | None]:
    def plan() -> FixPlan | None:
        if any(isinstance(parent, ast.JoinedStr) for parent in ctx.ancestors(call.node)):
            raise FixUnavailable("before Python 3.12 quotes cannot be nested in a formatted string")
        value = call.node.args[0]
        text = ctx.source(value)
        if ctx.is_a(value, "builtins.str", "builtins.bytes") and not _needs_many(call, ctx):
            reach = ctx.reach("zlib")
            if ctx.is_a(value, "builtins.str"):
                is_plain = isinstance(
                    value, (ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.JoinedStr)
                )
                text = f"{text}.encode()" if is_plain else f"({text}).encode()"
            return unsafe_fix(
                "Use a checksum", *reach.verbs, replace(call.node, f"{reach.text}.crc32({text})")
            )
        reach = ctx.reach("hashlib")
        digest = f"{reach.text}.blake2b(repr({text}).encode(), digest_size=8).digest()"
        return unsafe_fix(
            "Use a digest", *reach.verbs, replace(call.node, f'int.from_bytes({digest}, "big")')
        )

    return plan


def _needs_many(call: Call, ctx: Context) -> bool:
    """Whether more different numbers are wanted than a checksum has: `hash(name) % 2**63` is an identifier."""
    parent = ctx.parent(call.node)
    size = parent.right if isinstance(parent, ast.BinOp) else None
    if isinstance(size, ast.BinOp) and isinstance(size.op, ast.Pow):
        exponent = ctx.value_of(size.right)
        return ctx.value_of(size.left) == 2 and isinstance(exponent, int) and exponent > _CHECKSUM_BITS
    wanted = ctx.value_of(size)
    return isinstance(wanted, int) and wanted > 2**_CHECKSUM_BITS
