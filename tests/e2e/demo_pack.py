"""A rule pack of somebody else's: found by its entry point, a rule of each confidence."""

from __future__ import annotations

from pathlib import Path

METADATA = "Metadata-Version: 2.1\nName: demo-rules\nVersion: 1\n"
ENTRY_POINT = "[mllint.rules]\ndemo = demo_rules\n"

UNSAFE_LOAD = '''"""Loading without `safe` trusts the file.

## Fix safety

Files that nobody trusts stop loading.
"""

from mllint_rules.kit import Category, Confidence, Example, Finding, Place, add_keyword, calls, rule, unsafe_fix


@rule(
    code="MLZ101",
    name="unsafe-load",
    category=Category.SECURITY,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls("demo.load"),
    examples=(Example(bad="import demo\\ndemo.load()", good="import demo\\ndemo.load(safe=True)", fixed=True),),
)
def check(call, ctx):
    if call.argument("safe") is None:
        fix = unsafe_fix("Pass `safe=True`", add_keyword(call, "safe", "True"))
        yield Finding(
            call.node.func, "`demo.load` trusts the file", fix, (Place(call.node, "called here"),)
        )
'''
SLOW_SUM = '''"""Summing slowly takes time."""

from mllint_rules.kit import Category, Confidence, Example, Finding, calls, replace, rule, safe_fix


@rule(
    code="MLZ102",
    name="slow-sum",
    category=Category.PERFORMANCE,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=calls("demo.slow_sum"),
    examples=(
        Example(bad="import demo\\ndemo.slow_sum(a)", good="import demo\\nsum(a)", fixed=True, safe=True),
    ),
)
def check(call, ctx):
    fix = safe_fix("Use `sum`", replace(call.node.func, "sum"))
    yield Finding(call.node.func, "`demo.slow_sum` is 100% slower, and loud:\\n1.2.3", fix)
'''
MANY_STEPS = '''"""Many steps take long."""

from dataclasses import dataclass, field

from mllint_rules.kit import Category, Confidence, Example, Finding, calls, rule


@dataclass(frozen=True)
class Steps:
    limit: int = field(default=3, metadata={"doc": "How many steps are too many."})


@rule(
    code="MLZ103",
    name="many-steps",
    category=Category.DESIGN,
    confidence=Confidence.ADVISORY,
    since="0.1",
    on=calls("demo.run"),
    options=Steps,
    examples=(Example(bad="import demo\\ndemo.run(4)", good="import demo\\ndemo.run(3)"),),
)
def check(call, ctx):
    steps = ctx.value_of(call.node.args[0])
    limit = ctx.options(Steps).limit
    if isinstance(steps, int) and steps > limit:
        yield Finding(call.node.args[0], f"{steps} steps are more than {limit}")
'''
RULES = {"unsafe_load.py": UNSAFE_LOAD, "slow_sum.py": SLOW_SUM, "many_steps.py": MANY_STEPS}


def install_pack(folder: Path) -> Path:
    """Write the pack `demo_rules`, without any rule, as if it were installed in `folder`."""
    package, metadata = folder / "demo_rules", folder / "demo_rules-1.dist-info"
    package.mkdir(parents=True)
    metadata.mkdir()
    (package / "__init__.py").write_text("")
    (metadata / "METADATA").write_text(METADATA)
    (metadata / "entry_points.txt").write_text(ENTRY_POINT)
    return package
