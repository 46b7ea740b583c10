"""Moving code from a library's hidden global generator to one generator object that is seeded once."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from mllint_rules.kit import (
    Call,
    Context,
    Edit,
    FixPlan,
    FixUnavailable,
    SemanticModel,
    Span,
    Verb,
    add_keyword,
    position,
    replace,
    table,
    unsafe_fix,
)
from mllint_rules.rules.reproducibility._threading import Threading

Rewrite = Callable[[Context, Call, str], Iterable[Verb]]


@dataclass(frozen=True)
class GeneratorKind:
    """A library's global generator and the object that takes its place.

    `class_name` and `constructor` are written below `module`; `state` are the APIs that read or replace the
    global state; `rewrite` draws from the object instead of the module.
    """

    module: str
    class_name: str
    constructor: str
    samplers: frozenset[str]
    state: frozenset[str]
    rewrite: Rewrite
    title: str


class Migration:
    """The draws of one document moved to one generator: all that can be reached, or nothing."""

    def __init__(self, ctx: Context, kind: GeneratorKind, draws: Sequence[Call], name: str = "rng") -> None:
        self._ctx = ctx
        self._kind = kind
        self._draws = draws
        self._name = name

    def fix_for(self, draws: Iterable[Call]) -> FixPlan | None:
        """The repair of the whole document, for a finding about these draws. Raises `FixUnavailable`."""
        if any(draw.node not in self._moved for draw in draws):
            return None
        return self._plan

    @cached_property
    def _moved(self) -> set[ast.Call]:
        if self._escapes():
            return set()
        return {draw.node for draw in self._draws if self._threading.reaches(draw.node)}

    @cached_property
    def _threading(self) -> Threading:
        return Threading(self._ctx, tuple(draw.node for draw in self._draws))

    @cached_property
    def _plan(self) -> FixPlan:
        ctx, kind = self._ctx, self._kind
        name = ctx.fresh_name(self._name)
        reach = ctx.reach(kind.module)
        self._check_import(reach.text)
        verbs = [*reach.verbs]
        constructor = f"{reach.text}.{kind.constructor}"
        verbs += self._threading.verbs(name, f"{reach.text}.{kind.class_name}", constructor)
        for draw in self._draws:
            if draw.node in self._moved:
                verbs += kind.rewrite(ctx, draw, name)
        return unsafe_fix(kind.title, *verbs)

    def _check_import(self, text: str) -> None:
        """An import that stands below a function that is to name it in its annotation comes too late."""
        for binding in self._ctx.module_scope.bindings.get(text.partition(".")[0], ()):
            if self._threading.needing and position(binding.node) > min(
                map(position, self._threading.needing)
            ):
                raise FixUnavailable(f"the import of {text} comes too late")

    def _escapes(self) -> bool:
        """Whether the global generator is used as a value: a sampler as callback, the module or its state."""
        model, kind = self._ctx.model, self._kind
        handed = kind.samplers | kind.state | frozenset(table("randomness")["numpy"]["containers"])
        if kind.module != "numpy":
            handed = kind.samplers | kind.state | {kind.module}
        attributes = model.index.nodes(ast.Attribute)
        names = [name for same in model.index.names.values() for name in same]
        reads: list[ast.Attribute | ast.Name] = [*attributes, *names]
        for node in reads:
            if not isinstance(node.ctx, ast.Load):
                continue
            parent = model.index.parents.get(node)
            if isinstance(parent, ast.Attribute) and parent.value is node:
                continue
            name = model.qualified_name(node)
            if name not in handed:
                continue
            is_called = isinstance(parent, ast.Call) and parent.func is node
            if name in kind.state or not is_called:
                return True
        return False


def _call_as(ctx: Context, call: Call, method: str) -> Verb:
    function = call.node.func
    last = function.attr if isinstance(function, ast.Attribute) else ast.unparse(function)
    if not ctx.source(function).endswith(last):  # inside formatted strings before Python 3.12
        raise FixUnavailable("the place of the call is not known")
    return replace(call.node.func, method)


@dataclass(frozen=True, slots=True)
class TupleArguments:
    """Make one tuple of the positional arguments of a call."""

    call: ast.Call

    def edits(self, model: SemanticModel) -> Iterator[Edit]:
        """Two insertions inside the brackets of the call."""
        text = model.document.text
        start, close = model.span(self.call.func).end, model.span(self.call).end - 1
        opening = text.index("(", start)
        if "#" in text[start:opening]:
            raise FixUnavailable("a comment stands before the bracket")
        last = max(model.span(argument).end for argument in self.call.args)
        has_comma = "," in _without_comments(text[last:close])
        yield Edit(Span(opening + 1, opening + 1), "(")
        yield Edit(Span(close, close), "," * (len(self.call.args) == 1 and not has_comma) + ")")


def _without_comments(text: str) -> str:
    return "\n".join(line.partition("#")[0] for line in text.split("\n"))


def _rewrite_numpy(ctx: Context, call: Call, name: str) -> Iterator[Verb]:
    facts = table("randomness")["numpy"]
    sampler = (call.name or "").rpartition(".")[2]
    if sampler in facts["without_counterpart"] or call.name is None:
        raise FixUnavailable(f"Generator has no {sampler}")
    if sampler in facts["shaped"]:
        if call.node.keywords:
            raise FixUnavailable(f"{sampler} takes no keywords")
        yield _call_as(ctx, call, f"{name}.{facts['shaped'][sampler]}")
        if call.node.args:
            yield TupleArguments(call.node)
    elif sampler in facts["closed"]:
        if len(call.node.args) != 2 or call.node.keywords:
            raise FixUnavailable("the interval is not written as two bounds")
        yield _call_as(ctx, call, f"{name}.{facts['closed'][sampler]}")
        yield add_keyword(call, "endpoint", "True")
    else:
        yield _call_as(ctx, call, f"{name}.{facts['renamed'].get(sampler, sampler)}")


def _rewrite_python(ctx: Context, call: Call, name: str) -> Iterator[Verb]:
    if call.name is None:
        raise FixUnavailable("the sampler is not known")
    yield _call_as(ctx, call, f"{name}.{call.name.rpartition('.')[2]}")


def _below(module: str, names: Iterable[str]) -> frozenset[str]:
    return frozenset(f"{module}.{name}" for name in names)


def numpy_generator() -> GeneratorKind:
    """NumPy's global `RandomState` and the `Generator` that takes its place."""
    facts = table("randomness")["numpy"]
    samplers = [*facts["same_name"], *facts["without_counterpart"]]
    samplers += [*facts["renamed"], *facts["shaped"], *facts["closed"]]
    return GeneratorKind(
        "numpy",
        "random.Generator",
        "random.default_rng({seed})",
        _below("numpy.random", samplers),
        _below("numpy.random", facts["state"]),
        _rewrite_numpy,
        "Draw from one seeded `Generator`",
    )


def python_generator() -> GeneratorKind:
    """The hidden `Random` of the standard module and the object that takes its place."""
    facts = table("randomness")["python"]
    return GeneratorKind(
        "random",
        "Random",
        "Random({seed})",
        _below("random", facts["samplers"]),
        _below("random", facts["state"]),
        _rewrite_python,
        "Draw from one seeded `random.Random`",
    )
