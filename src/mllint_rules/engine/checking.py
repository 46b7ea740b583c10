"""`check`: one document, one plan, the diagnostics. A pure function; everything else wraps it."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from mllint_rules.engine.diagnostics import diagnostic, engine_diagnostic
from mllint_rules.engine.parsing import parse
from mllint_rules.engine.plan import CheckPlan
from mllint_rules.kit.context import Context
from mllint_rules.kit.rule import AnyRule
from mllint_rules.model.codes import INTERNAL_ERROR, UNUSED_SUPPRESSION
from mllint_rules.model.diagnostic import Diagnostic
from mllint_rules.model.text import Span
from mllint_rules.semantic.model import SemanticModel
from mllint_rules.semantic.project import Project
from mllint_rules.source.document import Document
from mllint_rules.source.suppressions import find_suppressions, unused

_GENERATED = re.compile(r"@generated\b|\bDO NOT EDIT\b")
_HEAD = 1000  # characters in which a generator announces itself


def check(
    document: Document, plan: CheckPlan, project: Project | None = None, *, with_fixes: bool = True
) -> tuple[Diagnostic, ...]:
    """What the rules of the plan find in the document, in the order of reports.

    Without `with_fixes` no fix is worked out. Never raises for anything the document holds.
    """
    if _GENERATED.search(document.text, 0, _HEAD):
        return ()
    with _paused_collector():
        found = _findings(document, plan, project, with_fixes)
        return (found,) if isinstance(found, Diagnostic) else _finish(document, plan, found)


def _findings(
    document: Document, plan: CheckPlan, project: Project | None, with_fixes: bool
) -> list[tuple[AnyRule | None, Diagnostic]] | Diagnostic:
    """What the rules find, or why the document has no tree. The tree is gone when this returns.

    Were it still there when the collector starts again, the collector would look at every node of it.
    """
    tree = parse(document)
    if isinstance(tree, Diagnostic):
        return tree
    model = SemanticModel(document, tree, project)
    try:
        return list(_run(model, plan, with_fixes))
    finally:
        model.close()


def _run(
    model: SemanticModel, plan: CheckPlan, with_fixes: bool
) -> Iterator[tuple[AnyRule | None, Diagnostic]]:
    for rule in plan.candidates(model):
        context = Context(model, plan.environment, rule.name)
        try:
            for match in rule.on.matches(model):
                for finding in rule.check(match, context):
                    yield rule, diagnostic(rule, finding, model, plan, with_fix=with_fixes)
        except Exception as error:
            yield None, _internal_error(rule, error, model)


def _internal_error(rule: AnyRule, error: Exception, model: SemanticModel) -> Diagnostic:
    place = _place(error)
    message = (
        f"the rule {rule.name} failed on this file ({type(error).__name__}: {error}{place}); "
        "please report it with a few lines that show it"
    )
    return engine_diagnostic(INTERNAL_ERROR, message, model.document, Span(0, 0))


def _place(error: Exception) -> str:
    """Where in our code an error came from: what a report needs."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return ""
    module = trace.tb_frame.f_globals.get("__name__", "")
    return f" in {module}, line {trace.tb_lineno}"


def _finish(
    document: Document, plan: CheckPlan, found: list[tuple[AnyRule | None, Diagnostic]]
) -> tuple[Diagnostic, ...]:
    suppressions = find_suppressions(document)
    used = set()
    kept: list[Diagnostic] = []
    # A suppressed finding still speaks for its place: nobody wants to suppress one line for two rules.
    overridden = _overridden_places(found)
    for rule, each in found:
        hit = suppressions.match(each.code, each.name, each.span) if rule is not None else None
        if hit is not None:
            used.add(hit)
        elif not any(_same_place(each.span, span) for span in overridden.get(each.name, ())):
            kept.append(each)
    if suppressions and plan.judge_suppressions:
        kept += (
            engine_diagnostic(UNUSED_SUPPRESSION, dead.message, document, dead.span, dead.fix)
            for dead in unused(suppressions, used, plan.words, plan.known)
        )
    return tuple(sorted(dict.fromkeys(kept), key=lambda each: each.sort_key))


def _overridden_places(found: Iterable[tuple[AnyRule | None, Diagnostic]]) -> dict[str, list[Span]]:
    """By the names of general rules, the places where a more specific one speaks."""
    places: dict[str, list[Span]] = {}
    for rule, each in found:
        for name in rule.overrides if rule is not None else ():
            places.setdefault(name, []).append(each.span)
    return places


def _same_place(one: Span, other: Span) -> bool:
    return one.overlaps(other) or one == other


@contextmanager
def _paused_collector() -> Iterator[None]:
    """No garbage collection while trees live: they hold thousands of objects and no garbage."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
