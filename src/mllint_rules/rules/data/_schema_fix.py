"""Writing a schema for a loaded frame and validating the load by it: the repair."""

from __future__ import annotations

import ast

from mllint_rules.kit import Call, Context, FixPlan, Reach, Verb, table, unsafe_fix, wrap
from mllint_rules.rules.data._columns import Columns
from mllint_rules.rules.data._declared_types import Types, column_types
from mllint_rules.rules.data._insertion import define_above, free_name, reach_above
from mllint_rules.rules.data._schema_text import Modules, needs_any, needs_pandas, schema_class
from mllint_rules.rules.data._sources import path_of, source_name

_PANDAS_MODULE_SINCE = (0, 24)  # the release that moved the pandas API to `pandera.pandas`


def is_schema_possible(ctx: Context, call: Call, columns: Columns) -> bool:
    """Whether the load as a whole is a frame that a model can check, and the settings ask for pandera."""
    if ctx.environment.schema_library == "pydantic":
        return False
    return call.node in columns.trace.states


def schema_plan(ctx: Context, call: Call, columns: Columns) -> FixPlan | None:
    """A schema class above the load, and the load wrapped by its `validate`. Raises `FixUnavailable`."""
    name = _class_name(ctx, call)
    types = column_types(ctx, call, columns)
    verbs = schema_verbs(
        ctx, call.node, name, _origin(ctx, call), names=columns.names, columns=columns, types=types
    )
    verbs.append(wrap(call.node, f"{name}.validate(", ", lazy=True)"))
    return unsafe_fix(f"Validate the frame by a schema `{name}`{pandera_hint(ctx)}", *verbs)


def schema_verbs(
    ctx: Context,
    node: ast.AST,
    name: str,
    origin: str,
    *,
    names: tuple[str, ...],
    columns: Columns,
    types: Types,
) -> list[Verb]:
    """A schema class for some columns above the code around a node, and its imports. Raises `FixUnavailable`."""
    pandera = reach_pandera(ctx, node)
    verbs: list[Verb] = [*pandera.verbs]
    pandas = "pd"
    if needs_pandas(names, types):
        reach = reach_above(ctx, node, "pandas")
        pandas = reach.text
        verbs += reach.verbs
    anything = "Any"
    if needs_any(names, types):
        reach = reach_above(ctx, node, "typing", "Any")
        anything = reach.text
        verbs += reach.verbs
    modules = Modules(pandas, pandera.text, anything)
    text = schema_class(ctx, name, origin, names=names, columns=columns, types=types, modules=modules)
    verbs.append(define_above(ctx, node, text, is_class=True))
    return verbs


def reach_pandera(ctx: Context, node: ast.AST) -> Reach:
    """How pandera is written above the code around a node. Raises `FixUnavailable`."""
    return reach_above(ctx, node, "pandera" if _is_imported_whole(ctx) else "pandera.pandas")


def pandera_hint(ctx: Context) -> str:
    """What the title of a fix says where nothing shows that pandera is there."""
    return "" if ctx.imports("pandera") or ctx.declares("pandera") else " (needs pandera)"


def _is_imported_whole(ctx: Context) -> bool:
    """Whether pandera is to be reached by `import pandera`: the document does, or a release before 0.24 is declared."""
    declared = ctx.version_of("pandera")
    is_old = False
    if declared is not None and declared.upper is not None:
        release = declared.upper.release
        is_old = release < _PANDAS_MODULE_SINCE or (
            release == _PANDAS_MODULE_SINCE and not declared.upper_included
        )
    return is_old or not ctx.reach("pandera").verbs


def _origin(ctx: Context, call: Call) -> str:
    path = path_of(ctx, call)
    if path is not None and '"' not in path and "\\" not in path and "\n" not in path:
        return path.replace("\\", "/").rpartition("/")[2]
    return source_name(ctx, call)


def _class_name(ctx: Context, call: Call) -> str:
    """A name of its own for every load, also when several are repaired at once."""
    wanted = source_name(ctx, call)
    earlier = 0
    for other in ctx.calls_of(*table("frame_columns")["readers"]["pandas"]):
        if other.node is call.node:
            break
        if source_name(ctx, other) == wanted:
            earlier += not _is_validated(ctx, other.node)
    return free_name(ctx, "".join(word.capitalize() for word in wanted.split("_")) + "Schema", earlier, "")


def _is_validated(ctx: Context, node: ast.Call) -> bool:
    parent = ctx.parent(node)
    return (
        isinstance(parent, ast.Call)
        and isinstance(parent.func, ast.Attribute)
        and parent.func.attr == "validate"
    )
