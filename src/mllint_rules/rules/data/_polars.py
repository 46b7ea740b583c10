"""The columns that a program reads from a Polars frame, mostly as `pl.col("a")` in the arguments of its methods."""

from __future__ import annotations

import ast
from dataclasses import replace

from mllint_rules.kit import Call, Context, FixPlan, add_keyword, table, unsafe_fix
from mllint_rules.rules.data._columns import Change, ColumnRead, Columns
from mllint_rules.rules.data._data_files import data_columns, shown_types, unnamed_columns
from mllint_rules.rules.data._frames import FrameState, FrameTrace
from mllint_rules.rules.data._syntax import column_names
from mllint_rules.rules.data._types import type_in_use

_TABLE = "polars_columns"


class PolarsColumns(Columns):
    """What a document reads from one Polars frame."""

    def look_around(self, node: ast.expr, state: FrameState) -> None:
        """Take in what stands around an expression that is the frame."""
        parent = self._ctx.parent(node)
        if isinstance(parent, ast.Subscript) and parent.value is node:
            self.key(parent, parent.slice, state)
        elif isinstance(parent, ast.Attribute):
            call = self._ctx.parent(parent)
            if (
                isinstance(call, ast.Call)
                and call.func is parent
                and parent.attr in table(_TABLE)["expressions"]
            ):
                self._expressions(parent.attr, call, state)

    def _expressions(self, method: str, call: ast.Call, state: FrameState) -> None:
        self._walk(call, state)
        if method in ("group_by", "groupby"):
            aggregate = self._ctx.parent(call)
            outer = self._ctx.parent(aggregate) if isinstance(aggregate, ast.Attribute) else None
            if (
                isinstance(aggregate, ast.Attribute)
                and aggregate.attr == "agg"
                and isinstance(outer, ast.Call)
            ):
                self._walk(outer, state)
        if method == "with_columns":
            self._made(call)

    def _walk(self, call: ast.Call, state: FrameState) -> None:
        """The columns named in the arguments of one call."""
        for argument in [*call.args, *(keyword.value for keyword in call.keywords)]:
            for node in ast.walk(argument):
                if (
                    isinstance(node, ast.Call)
                    and self._ctx.called(node) == "polars.col"
                    and len(node.args) == 1
                ):
                    names = column_names(self._ctx, node.args[0])
                    is_one = isinstance(self._ctx.value_of(node.args[0]), str)
                    self.read(tuple(n for n in names if n[:1] != "^"), node, replace(state), is_value=is_one)

    def _made(self, call: ast.Call) -> None:
        """The columns that `with_columns` makes: by keyword, by `alias`, else under the first name used."""
        for keyword in call.keywords:
            self.changes.append(Change(call, "column", keyword.arg))
        for argument in call.args:
            items = argument.elts if isinstance(argument, (ast.List, ast.Tuple)) else [argument]
            for item in items:
                for name in self._output_names(item) or (None,):
                    self.changes.append(Change(call, "column", name))

    def _output_names(self, node: ast.expr) -> tuple[str, ...]:
        """The names of what an expression gives; empty when nobody knows."""
        found: tuple[str, ...] = ()
        for inner in ast.walk(node):
            if not isinstance(inner, ast.Call):
                continue
            if isinstance(inner.func, ast.Attribute) and inner.func.attr in ("alias", "name"):
                return column_names(self._ctx, inner.args[0]) if inner.args else ()
            if isinstance(inner.func, ast.Attribute) and inner.func.attr in ("prefix", "suffix", "map"):
                return ()
            if self._ctx.called(inner) == "polars.col" and inner.args and not found:
                found = column_names(self._ctx, inner.args[0])
        return found


def read_polars_columns(ctx: Context, load: ast.expr | ast.arg) -> PolarsColumns:
    """The columns that the document reads from the frame that `load` gives, or that is given for a parameter."""
    return PolarsColumns(FrameTrace(ctx, load, _TABLE))


def overrides_plan(ctx: Context, call: Call, columns: Columns) -> FixPlan | None:
    """`schema_overrides={…}` with the types that the code shows; None when it shows none."""
    polars = ctx.reach("polars")
    shown = _shown_dtypes(ctx, call)
    found: dict[str, str] = {}
    for name in columns.names or unnamed_columns(shown):
        used = _dtype(ctx, columns.reads_of(name), columns)
        # Digits that the code treats as text are a code, and a cast says what the author wants.
        dtype = used if used is not None and (used == "String" or name not in shown) else shown.get(name)
        if dtype is not None:
            found[name] = f"{polars.text}.{dtype}"
    if not found:
        return None
    items = ", ".join(f'"{_escaped(name)}": {dtype}' for name, dtype in found.items())
    unknown = [f"`{name}`" for name in columns.names if name not in found]
    title = "Declare the types of the columns that are used"
    title += f"; not known: {', '.join(unknown)}" if unknown else ""
    return unsafe_fix(title, *polars.verbs, add_keyword(call, "schema_overrides", f"{{{items}}}"))


def _shown_dtypes(ctx: Context, call: Call) -> dict[str, str]:
    """The types that the file itself shows, where it may be looked into."""
    named = table(_TABLE)["shown"]
    kinds = {name: column.kind.value for name, column in data_columns(ctx, call).items()}
    return {name: named[kinds[name]] for name in shown_types(ctx, call) if kinds[name] in named}


def _escaped(name: str) -> str:
    return name.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _dtype(ctx: Context, reads: list[ColumnRead], columns: Columns) -> str | None:
    facts = table(_TABLE)
    casts = {cast for read in reads if read.is_value and (cast := _cast(ctx, read)) is not None}
    if casts:
        name = casts.pop()
        return name.removeprefix("polars.") if not casts and name in facts["casts"]["names"] else None
    known = type_in_use(ctx, reads, columns)
    return facts["dtypes"].get(known.kind.value) if known is not None else None


def _cast(ctx: Context, read: ColumnRead) -> str | None:
    """The type that a column is cast to right where it is read."""
    attribute = ctx.parent(read.node)
    call = ctx.parent(attribute) if isinstance(attribute, ast.Attribute) else None
    if not isinstance(attribute, ast.Attribute) or attribute.attr != "cast" or not isinstance(call, ast.Call):
        return None
    return ctx.qualified_name(call.args[0]) or "?" if call.args else "?"
