"""Which variables of a module hold the arguments or the configuration of a run."""

from __future__ import annotations

from mllint_rules.kit import Binding, Context, table
from mllint_rules.rules.structure._captures import Bindings
from mllint_rules.rules.structure._data_kinds import is_configuration_name, variable_type


def argument_kind(ctx: Context, name: str, bindings: Bindings) -> str | None:
    """What people call the arguments that a variable certainly holds; None for everything else."""
    facts = table("captured_arguments")
    type_ = variable_type(ctx, bindings)
    for kind, classes in facts["kinds"].items():
        if ctx.model.is_instance(type_, *classes):
            return str(kind)
    kinds = {_kind_of_value(ctx, name, binding) for binding in bindings}
    return kinds.pop() if len(kinds) == 1 else None


def _kind_of_value(ctx: Context, name: str, binding: Binding) -> str | None:
    value = binding.statement_value
    if value is None:
        return None
    facts = table("captured_arguments")
    called = ctx.called(value)
    if called in facts["readers"]["apis"]:
        return "configuration" if is_configuration_name(name) else None
    makers: dict[str, str] = facts["makers"]
    names: dict[str, str] = facts["names"]
    return makers.get(called or "") or names.get(ctx.qualified_name(value) or "")
