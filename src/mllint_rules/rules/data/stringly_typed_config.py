"""Settings are read by their literal keys all over the program, and nothing says which there are.

## Why is this bad?

A mapping that a file of settings gives answers every key with whatever the file says, or with a `KeyError` in the
middle of a run. A key that was misspelt in the file is never read, and its default goes on without a word; a rate that
YAML takes for text (`1e-3`) reaches the optimiser as text. Which settings a program has can only be learned by
searching it for brackets. A class says it in one place, refuses what it does not know when the program starts, and lets
editors complete and rename.

## When to ignore it

The mapping is handed on to a library that checks it.

## Fix safety

The fix writes frozen dataclasses with a field for each key that the module reads, builds them where the settings are
loaded, and turns the reads of keys into attributes. A file that lacks a key, or has one that the module does not read,
then raises a `TypeError` or `KeyError` at the load. The types are those that the code shows; values are not converted.
There is a fix only where every use of the mapping can be seen.

## References

- Python documentation, `dataclasses`
- OmegaConf documentation, "Structured Configs"
"""

from collections.abc import Iterator

from mllint_rules.kit import Call, Category, Confidence, Context, Example, Finding, Place, calls, rule, table
from mllint_rules.rules.data._configuration_fix import configuration_plan
from mllint_rules.rules.data._configurations import (
    is_bookkeeping,
    is_configuration,
    is_given_a_schema,
    read_section,
    reading_functions,
)

_KEYS = 5  # fewer are seen at a glance
_FUNCTIONS = 2
_RELATED = 5


@rule(
    code="MLD110",
    name="stringly-typed-config",
    category=Category.DATA_CONTRACT,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=calls(*table("configurations")["readers"]["pandas"]),
    in_tests=False,
    examples=(
        Example(
            bad="""
                import yaml


                def load_config(path: str) -> dict:
                    with open(path) as file:
                        return yaml.safe_load(file)


                def batches(config: dict, rows: int) -> int:
                    return rows // config["data"]["batch_size"]


                def rate(config: dict, step: int) -> float:
                    return float(config["optimizer"]["rate"]) * config["optimizer"].get("decay", 0.5) ** step


                def main() -> None:
                    config = load_config("train.yaml")
                    print(batches(config, 1000), rate(config, 3))
                """,
            good='''
                from dataclasses import dataclass
                from typing import Any
                import yaml


                @dataclass(frozen=True)
                class ConfigData:
                    """The settings below `data`."""

                    batch_size: Any


                @dataclass(frozen=True)
                class ConfigOptimizer:
                    """The settings below `optimizer`."""

                    rate: float
                    decay: float = 0.5


                @dataclass(frozen=True)
                class Config:
                    """The settings that the program reads."""

                    data: ConfigData
                    optimizer: ConfigOptimizer

                    @classmethod
                    def from_mapping(cls, mapping: dict[str, Any]) -> "Config":
                        """The settings of a mapping; a key that is missing or not known raises an error."""
                        sections = {
                            "data": ConfigData(**mapping["data"]),
                            "optimizer": ConfigOptimizer(**mapping["optimizer"]),
                        }
                        return cls(**{**mapping, **sections})


                def load_config(path: str) -> Config:
                    with open(path) as file:
                        return Config.from_mapping(yaml.safe_load(file))


                def batches(config: Config, rows: int) -> int:
                    return rows // config.data.batch_size


                def rate(config: Config, step: int) -> float:
                    return float(config.optimizer.rate) * config.optimizer.decay ** step


                def main() -> None:
                    config = load_config("train.yaml")
                    print(batches(config, 1000), rate(config, 3))
                ''',
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    if not is_configuration(ctx, call):
        return
    section = read_section(ctx, call.node)
    paths = section.paths()
    if len(paths) < _KEYS and not any(len(path) > 1 for path in paths):
        return
    functions = reading_functions(ctx, section)
    if len(functions) < _FUNCTIONS or is_given_a_schema(ctx, section) or is_bookkeeping(ctx, section):
        return
    first: dict[str, Place] = {}
    for read in section.reads:
        first.setdefault(read.key, Place(read.node, f"`{read.key}` is read here"))
    yield Finding(
        call.node.func,
        f"{len(functions)} functions read {len(paths)} settings by literal keys, and nothing says which settings there "
        "are: a wrong key or value is noticed in the middle of a run, or never",
        fix=lambda: configuration_plan(ctx, call, section),
        related=tuple(first.values())[:_RELATED],
    )
