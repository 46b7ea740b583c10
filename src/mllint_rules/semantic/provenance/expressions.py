"""What expressions give in an abstract run."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mllint_rules.knowledge.library import find, find_member
from mllint_rules.semantic.names import HERE
from mllint_rules.semantic.provenance import selection
from mllint_rules.semantic.provenance.domain import OWN_CATEGORIES, Closure, Ref, Value, joined
from mllint_rules.semantic.provenance.iteration import rounds
from mllint_rules.semantic.provenance.rows import RowKind, Selector
from mllint_rules.semantic.types import BOOL, NONE, STR, Instance, alternatives

if TYPE_CHECKING:
    from mllint_rules.semantic.provenance.interpreter import Interpreter


def evaluate(m: Interpreter, node: ast.expr) -> Ref:
    """A reference to what the expression gives."""
    rule = _EXPRESSIONS.get(type(node))
    return m.unknown(node) if rule is None else rule(m, node)


def _constant(m: Interpreter, node: ast.expr) -> Ref:
    return m.new(Value(node=node, type=m.model.type_of(node)))


def _text(m: Interpreter, node: ast.JoinedStr) -> Ref:
    for part in node.values:
        if isinstance(part, ast.FormattedValue):
            m.eval(part.value)
    return m.new(Value(node=node, type=STR))


# Names and attributes


def _name(m: Interpreter, node: ast.Name) -> Ref:
    ref = m.store.lookup(m.name_key(node.id, node))
    if ref is not None:
        return ref
    return _symbol(m, node) or m.unknown(node)


def _symbol(m: Interpreter, node: ast.expr) -> Ref | None:
    """A module, class or function by its name; those of the project can be entered."""
    name = m.model.qualified_name(node)
    if name is None:
        return None
    closure = resolved(m, name)
    return m.new(Value(node=node, type=m.model.type_of(node), closure=closure))


def resolved(m: Interpreter, name: str) -> Closure | None:
    """The function or class of the project that a qualified name denotes."""
    key = (m.model, name)
    if key not in m.closures:
        found = m.model.resolve(name) if name.startswith(HERE) or find(name) is None else None
        node = found.node if found is not None else None
        is_code = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        m.closures[key] = Closure(found.model, node) if found is not None and is_code else None  # type: ignore[arg-type]
    return m.closures[key]


def _attribute(m: Interpreter, node: ast.Attribute) -> Ref:
    symbol = _symbol(m, node)
    if symbol is not None:
        return symbol
    owner = m.eval(node.value)
    return attribute(m, node, owner)


def attribute(m: Interpreter, node: ast.Attribute, owner: Ref) -> Ref:
    """`owner.name`."""
    from mllint_rules.semantic.provenance import learners

    value = m.value(owner)
    if value.attributes is not None and node.attr in value.attributes:
        return value.attributes[node.attr]
    own = _own_member(m, node, owner, value)
    if own is not None:
        return own
    if value.learner is not None:
        part = learners.attribute(m, node, value)
        if part is not None:
            return part
    if value.rows and value.is_data:
        return _data_attribute(m, node, value)
    if value.lessons and not value.rows:
        return m.new(Value(node=node, type=m.model.type_of(node), lessons=value.lessons))
    if value.attributes is not None:
        # Set by nobody we saw: the same unknown thing wherever it is read.
        rows = m.source(value.node or node, selector=("attribute", node.attr))
        ref = m.new(Value(node=node, type=m.model.type_of(node), rows=rows))
        m.store.update(owner, replace(value, attributes={**value.attributes, node.attr: ref}))
        return ref
    return m.unknown(node)


def _own_member(m: Interpreter, node: ast.Attribute, owner: Ref, value: Value) -> Ref | None:
    """A method or property of a class of the project; of several classes it would be a guess."""
    types = [type_ for type_ in alternatives(value.type) if isinstance(type_, Instance)]
    candidates = [m.model.resolve(f"{type_.name}.{node.attr}") for type_ in types]
    known = {found.node: found for found in candidates if found is not None}
    if len(known) != 1:
        return None
    (found,) = known.values()
    if not isinstance(found.node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return None
    decorators = {found.model.qualified_name(decorator) for decorator in found.node.decorator_list}
    receiver = None if "builtins.staticmethod" in decorators else owner
    closure = Closure(found.model, found.node, receiver)
    if decorators & {"builtins.property", "functools.cached_property"}:
        return m.enter(closure, node, (), {})
    return m.new(Value(node=node, closure=closure))


_CODES = "pandas.Series.cat.codes"
_SHAPES = frozenset(
    {"shape", "columns", "dtypes", "dtype", "size", "ndim", "empty", "name", "names", "nbytes"}
)
_ACCESSORS = frozenset(
    {"str", "dt", "cat", "values", "T", "data", "array", "sparse", "loc", "iloc", "at", "iat"}
)


def _data_attribute(m: Interpreter, node: ast.Attribute, value: Value) -> Ref:
    type_ = (
        selection.taken_type(m, node, value, is_one=True)
        if _may_be_column(value, node.attr)
        else m.model.type_of(node)
    )
    if node.attr in _SHAPES:
        return m.new(Value(node=node, type=type_))
    content = replace(value, node=node, type=type_, items=None, element=None, attributes=None)
    if node.attr == "codes" and isinstance(node.value, ast.Attribute) and node.value.attr == "cat":
        # The number of a category is its place among those that occur in just these rows.
        own = [lesson for lesson in value.lessons if lesson.kind == OWN_CATEGORIES]
        codes = frozenset(replace(lesson, site=m.site(node), kind="categories", api=_CODES) for lesson in own)
        return m.new(content.with_lessons(codes))
    if node.attr == "index":
        return m.new(Value(node=node, type=type_, rows=value.rows, is_index=True))
    if node.attr in _ACCESSORS or value.columns is None:
        return m.new(content)
    return m.new(content.narrowed(selection.restricted(value.columns, node.attr)))


def _may_be_column(value: Value, name: str) -> bool:
    """Whether an attribute of a frame is none that all frames have."""
    return isinstance(value.type, Instance) and find_member(value.type.name, name) is None


# Operations


def combined(m: Interpreter, node: ast.AST, refs: Sequence[Ref]) -> Ref:
    """What element-wise work on these values gives: their rows, and all that was learned on the way to them."""
    return m.new(blended(m, node, [m.value(ref) for ref in refs]))


def blended(m: Interpreter, node: ast.AST, values: Sequence[Value]) -> Value:
    """The value made of several, row by row."""
    certain = [value for value in values if value.is_data]
    main = certain or [value for value in values if value.rows]
    if not main:
        return joined_knowledge(node, values)
    first = main[0]
    return Value(
        node=node,
        type=m.model.type_of(node) if isinstance(node, ast.expr) else first.type,
        rows=frozenset().union(*(value.rows for value in main)),
        lessons=frozenset().union(*(value.lessons for value in values)),
        transformers=max((value.transformers for value in main), key=len),
        columns=first.columns if all(value.columns == first.columns for value in main) else None,
        prediction=next((value.prediction for value in values if value.prediction is not None), None),
        is_index=all(value.is_index for value in main),
        is_ordered=any(value.is_ordered for value in main),
        is_temporal=any(value.is_temporal for value in main),
    )


def joined_knowledge(node: ast.AST, values: Sequence[Value]) -> Value:
    """A value that holds no rows, with what was learned on the way to its parts."""
    return Value(
        node=node,
        lessons=frozenset().union(*(value.lessons for value in values)),
        prediction=next((value.prediction for value in values if value.prediction is not None), None),
    )


def _operation(m: Interpreter, node: ast.BinOp) -> Ref:
    # Long chains lean to the left: walk them instead of recursing.
    operands = [node.right]
    left: ast.expr = node.left
    while isinstance(left, ast.BinOp):
        operands.append(left.right)
        left = left.left
    refs = [m.eval(left), *(m.eval(operand) for operand in reversed(operands))]
    listed = _lists(m, node, refs)
    if listed is not None:
        return listed
    result = blended(m, node, [m.value(ref) for ref in refs])
    if isinstance(node.op, (ast.BitAnd, ast.BitOr)):
        result = replace(result, selector=_mask_text(m, node))
    return m.new(result)


def _lists(m: Interpreter, node: ast.BinOp, refs: list[Ref]) -> Ref | None:
    """`[a] + [b]` and `[a] * n`: lists of the same objects; what is repeated are copies."""
    values = [m.value(ref) for ref in refs]
    if isinstance(node.op, ast.Add) and all(value.items is not None for value in values):
        items = tuple(item for value in values for item in value.items or ())
        return m.new(replace(values[0], node=node, items=items))
    held = values[0].items
    if isinstance(node.op, ast.Mult) and len(values) == 2 and held is not None:
        return m.new(replace(values[0], node=node, items=tuple(_copied(m, node, item) for item in held)))
    return None


def _copied(m: Interpreter, node: ast.AST, ref: Ref) -> Ref:
    value = m.value(ref)
    rows = frozenset(m.rows.make(RowKind.COPIES, node, [one]) for one in value.rows)
    return m.new(replace(value, rows=rows)) if rows else ref


def _mask_text(m: Interpreter, node: ast.expr) -> Selector:
    return Selector("".join(m.model.source(node).split()), "in")


def _comparison(m: Interpreter, node: ast.Compare) -> Ref:
    refs = [m.eval(node.left), *(m.eval(side) for side in node.comparators)]
    values = [m.value(ref) for ref in refs]
    if all(isinstance(op, (ast.In, ast.NotIn, ast.Is, ast.IsNot)) for op in node.ops):
        return m.new(Value(node=node, type=BOOL))
    result = blended(m, node, values)
    selector = selection.mask(m, node, values[0], values[-1])
    return m.new(replace(result, columns=None, selector=selector, is_index=False))


def _unary(m: Interpreter, node: ast.UnaryOp) -> Ref:
    value = m.value(m.eval(node.operand))
    if isinstance(node.op, ast.Not):
        return m.new(Value(node=node, type=BOOL))
    selector = value.selector
    if selector is not None and isinstance(node.op, ast.Invert):
        selector = replace(selector, negated=not selector.negated)
    elif isinstance(node.op, ast.Invert) and value.rows and selector is None:
        selector = replace(_mask_text(m, node.operand), negated=True)
    return m.new(replace(value, node=node, selector=selector))


def decided(m: Interpreter, test: ast.expr) -> bool | None:
    """How a condition comes out, where the arguments of the call we are in decide: flags, modes, `x is None`."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        inner = decided(m, test.operand)
        return None if inner is None else not inner
    if isinstance(test, ast.BoolOp):
        return _decided_together(test, [decided(m, value) for value in test.values])
    if isinstance(test, ast.Call):
        return _decided_by_class(m, test)
    if isinstance(test, ast.Name):
        value = m.value(m.eval(test))
        if isinstance(value.node, ast.Constant):
            return bool(value.node.value)
        return None
    if not isinstance(test, ast.Compare) or len(test.ops) != 1 or not isinstance(test.left, ast.Name):
        return None
    right = test.comparators[0]
    left = m.value(m.eval(test.left))
    if not isinstance(right, ast.Constant):
        return None
    if right.value is None and isinstance(test.ops[0], (ast.Is, ast.IsNot)):
        is_none = isinstance(left.node, ast.Constant) and left.node.value is None
        members = list(alternatives(left.type))
        is_typed = all(isinstance(member, Instance) and member != NONE for member in members)
        if not is_none and not (
            left.is_data or left.learner is not None or left.items is not None or is_typed
        ):
            return None
        return is_none is isinstance(test.ops[0], ast.Is)
    if isinstance(left.node, ast.Constant) and isinstance(test.ops[0], (ast.Eq, ast.NotEq)):
        return (left.node.value == right.value) is isinstance(test.ops[0], ast.Eq)
    return None


def _decided_together(test: ast.BoolOp, sides: list[bool | None]) -> bool | None:
    """`a and b`, `a or b`: one side may decide alone."""
    deciding = isinstance(test.op, ast.Or)
    if deciding in sides:
        return deciding
    return None if None in sides else not deciding


_SEQUENCES = frozenset({"builtins.tuple", "builtins.list", "builtins.dict", "builtins.str", "builtins.set"})


def _decided_by_class(m: Interpreter, test: ast.Call) -> bool | None:
    """`isinstance(x, tuple)` and relatives, where the run knows that `x` is one of these, a table or a model."""
    if m.model.qualified_name(test.func) != "builtins.isinstance" or len(test.args) != 2:
        return None
    named = test.args[1].elts if isinstance(test.args[1], ast.Tuple) else [test.args[1]]
    classes = {m.model.qualified_name(name) for name in named}
    if not isinstance(test.args[0], ast.Name) or not classes <= _SEQUENCES:
        return None
    value = m.value(m.eval(test.args[0]))
    known = value.type.name if isinstance(value.type, Instance) else None
    if known in _SEQUENCES:
        return known in classes
    return False if value.learner is not None or (value.is_data and value.items is None) else None


def _choice(m: Interpreter, node: ast.IfExp) -> Ref:
    m.eval(node.test)
    known = decided(m, node.test)
    if known is not None:
        return m.eval(node.body if known else node.orelse)
    refs = list(dict.fromkeys([m.eval(node.body), m.eval(node.orelse)]))
    return refs[0] if len(refs) == 1 else m.new(joined(map(m.value, refs)))


def _either(m: Interpreter, node: ast.BoolOp) -> Ref:
    refs = list(dict.fromkeys(m.eval(value) for value in node.values))
    return refs[0] if len(refs) == 1 else m.new(joined(map(m.value, refs)))


def _walrus(m: Interpreter, node: ast.NamedExpr) -> Ref:
    from mllint_rules.semantic.provenance.assignment import assign

    ref = m.eval(node.value)
    assign(m, node.target, ref)
    return ref


# Containers


def _sequence(m: Interpreter, node: ast.Tuple | ast.List) -> Ref:
    refs: list[Ref] = []
    is_known = True
    for element in node.elts:
        inner = m.eval(element.value if isinstance(element, ast.Starred) else element)
        if isinstance(element, ast.Starred):
            items = m.value(inner).items
            is_known = is_known and items is not None
            refs.extend(items or ())
        else:
            refs.append(inner)
    type_ = Instance("builtins.tuple" if isinstance(node, ast.Tuple) else "builtins.list")
    return m.new(Value(node=node, type=type_, items=tuple(refs) if is_known else None))


def _dict(m: Interpreter, node: ast.Dict) -> Ref:
    entries: dict[object, Ref] = {}
    for key, value in zip(node.keys, node.values, strict=True):
        ref = m.eval(value)
        if key is None:
            entries.update(m.value(ref).entries or {})
            continue
        literal = m.model.value_of(key)
        if isinstance(literal, (str, int, float, tuple)):
            entries[literal] = ref
    return m.new(Value(node=node, type=Instance("builtins.dict"), entries=entries))


_Comprehension = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp


def _comprehension(m: Interpreter, node: _Comprehension) -> Ref:
    sources: list[Value] = []
    results = list(_turns(m, node, node.generators, sources))
    return m.new(_collected(m, node, sources, results))


def _turns(
    m: Interpreter, node: _Comprehension, generators: Sequence[ast.comprehension], sources: list[Value]
) -> Iterator[Ref]:
    """What a comprehension collects; what it goes over is added to `sources`.

    A function of its own: one that stood in another and called itself would keep the whole run in memory.
    """
    from mllint_rules.semantic.provenance.assignment import assign

    if not generators:
        if isinstance(node, ast.DictComp):
            m.eval(node.key)
        yield m.eval(node.value if isinstance(node, ast.DictComp) else node.elt)
        return
    generator, *inner = generators
    source = m.eval(generator.iter)
    sources.append(m.value(source))
    for bound in rounds(m, source, generator.iter).elements:
        assign(m, generator.target, bound)
        for test in generator.ifs:
            m.eval(test)
        yield from _turns(m, node, inner, sources)


def _collected(m: Interpreter, node: ast.expr, sources: list[Value], results: list[Ref]) -> Value:
    """What a comprehension gives: an element per row when it goes over rows, else a list of things."""
    generators: list[ast.comprehension] = node.generators  # type: ignore[attr-defined]
    has_filter = any(generator.ifs for generator in generators)
    first = sources[0] if sources else Value()
    type_ = m.model.type_of(node)
    if first.items is not None and not has_filter and len(generators) == 1:
        if isinstance(node, ast.DictComp):
            return Value(node=node, type=type_, element=results[0] if results else None)
        return Value(node=node, type=type_, items=tuple(results))
    element = m.new(joined(map(m.value, results))) if results else None
    value = m.value(element) if element is not None else Value()
    if first.rows and len(generators) == 1 and first.is_data:
        rows = first.rows
        if has_filter:
            rows = frozenset(m.rows.make(RowKind.FEWER, node, [one]) for one in rows)
        if first.is_index and value.rows and not value.is_index:
            rows = value.rows  # [x[i] for i in positions]
        return Value(node=node, type=type_, rows=rows, lessons=value.lessons | first.lessons,
                     transformers=value.transformers, prediction=value.prediction,
                     is_index=first.is_index and not value.rows)  # fmt: skip
    return Value(node=node, type=type_, element=element, lessons=value.lessons)


def _lambda(m: Interpreter, node: ast.Lambda) -> Ref:
    return m.new(Value(node=node, closure=Closure(m.model, node)))


def _subscript(m: Interpreter, node: ast.Subscript) -> Ref:
    return selection.subscript(m, node)


def _call(m: Interpreter, node: ast.Call) -> Ref:
    from mllint_rules.semantic.provenance.calling import call

    return call(m, node)


def _yield(m: Interpreter, node: ast.Yield) -> Ref:
    if node.value is not None:
        m.yields(m.eval(node.value))
    return m.unknown(node)


def _inner(m: Interpreter, node: Any) -> Ref:
    return m.eval(node.value)


_EXPRESSIONS: dict[type[ast.AST], Callable[..., Ref]] = {
    ast.Constant: _constant,
    ast.JoinedStr: _text,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.BinOp: _operation,
    ast.Compare: _comparison,
    ast.UnaryOp: _unary,
    ast.IfExp: _choice,
    ast.BoolOp: _either,
    ast.NamedExpr: _walrus,
    ast.Tuple: _sequence,
    ast.List: _sequence,
    ast.Dict: _dict,
    ast.ListComp: _comprehension,
    ast.SetComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.DictComp: _comprehension,
    ast.Lambda: _lambda,
    ast.Subscript: _subscript,
    ast.Call: _call,
    ast.Yield: _yield,
    ast.Await: _inner,
    ast.Starred: _inner,
}
