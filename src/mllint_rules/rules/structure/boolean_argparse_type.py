"""`type=bool` makes every value that is given on the command line true.

## Why is this bad?

`argparse` calls the type with the text of the argument, and `bool("False")` is `True`: every text but the empty one
is. `--amp False` switches mixed precision on, and the run that was meant to be the baseline is the experiment.
`type=list` has the same root: `list("0,1")` is `["0", ",", "1"]`. `type=dict` fails for whatever is passed.

## When to ignore it

Nobody ever passes the option, or callers know that only the empty text is false.

## Fix safety

`--amp` and `--no-amp` take the place of `--amp True` and `--amp False`: scripts that start the program have to
follow (`argparse.BooleanOptionalAction` needs Python 3.9). A list takes its values one by one, as `--gpus 0 1`.
There is no fix where the option takes several values already, or its default is a text that was converted too.

## References

- Python documentation of `argparse`, section "type"
"""

import ast
from collections.abc import Iterator

from mllint_rules.kit import (
    NOT_LITERAL,
    Call,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    SyntaxIndex,
    calls,
    replace,
    rule,
    unsafe_fix,
)
from mllint_rules.rules.structure._parser_options import option_names

_CONSEQUENCES = {
    "builtins.bool": "`type=bool` makes every text true, so `{option} False` switches the option on",
    "builtins.list": "`type=list` splits the text into characters, so `{option} 0,1` gives `['0', ',', '1']`",
    "builtins.dict": "`type=dict` cannot read a text, so every use of `{option}` is an error",
}
_TAKEN = ("action", "nargs", "const", "choices", "metavar")


def _has_type(node: ast.Call, index: SyntaxIndex) -> bool:
    return any(keyword.arg == "type" for keyword in node.keywords)


@rule(
    code="MLG115",
    name="boolean-argparse-type",
    category=Category.CORRECTNESS,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls("argparse._ActionsContainer.add_argument", only=_has_type),
    examples=(
        Example(
            bad="""
                import argparse

                parser = argparse.ArgumentParser()
                parser.add_argument("--amp", type=bool, default=True, help="mixed")
                """,
            good="""
                import argparse

                parser = argparse.ArgumentParser()
                parser.add_argument("--amp", action=argparse.BooleanOptionalAction, default=True, help="mixed")
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import argparse

                parser = argparse.ArgumentParser()
                parser.add_argument("--gpus", type=list, default=[0])
                """,
            good="""
                import argparse

                parser = argparse.ArgumentParser()
                parser.add_argument("--gpus", nargs="+", type=int, default=[0])
                """,
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    converter = call.keyword("type")
    if converter is None or call.keyword("action") is not None:
        return
    name = ctx.qualified_name(converter.value) or ""
    consequence = _CONSEQUENCES.get(name)
    if consequence is None:
        return
    names = list(option_names(ctx, call))
    shown = next((each for each in names if each.startswith("--")), names[0] if names else "the option")
    fix = None
    if not call.unpacks and all(call.keyword(taken) is None for taken in _TAKEN):
        fix = _fix(ctx, call, converter, name)
    yield Finding(converter, consequence.format(option=shown), fix=fix)


def _fix(ctx: Context, call: Call, converter: ast.keyword, name: str) -> FixPlan | None:
    default = call.keyword("default")
    value = ctx.value_of(default.value) if default is not None else None
    options = list(option_names(ctx, call))
    if name == "builtins.bool":
        is_switch = bool(options) and all(option.startswith("-") for option in options)
        has_opposite = any(option.startswith("--") for option in options)
        if not is_switch or not has_opposite or isinstance(value, str) or value is NOT_LITERAL:
            return None
        action = ctx.reach("argparse", "BooleanOptionalAction")
        return unsafe_fix(
            "Make the option a switch with its opposite",
            replace(converter, f"action={action.text}"),
            *action.verbs,
        )
    if name == "builtins.list" and (default is None or isinstance(value, list)):
        return unsafe_fix(
            "Take the values one by one", replace(converter, f'nargs="+"{_element_type(value)}')
        )
    return None


def _element_type(default: object) -> str:
    """The type of the elements, as far as the default shows one."""
    kinds = {type(each) for each in default} if isinstance(default, list) else set()
    if kinds == {int}:
        return ", type=int"
    return ", type=float" if kinds and kinds <= {int, float} else ""
