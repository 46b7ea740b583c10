"""How a module is run: functions where they are called, loops, branches, and within what bounds."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from mllint_rules.semantic.model import SemanticModel
from mllint_rules.semantic.provenance.domain import Value
from mllint_rules.semantic.provenance.events import Event, Fit, Predict, Score, Use, may_both_happen
from mllint_rules.semantic.provenance.interpreter import Interpreter
from mllint_rules.semantic.provenance.rows import are_disjoint
from mllint_rules.semantic.provenance.store import Store
from mllint_rules.source.reading import read_text

from .conftest import Run

HEAD = """
import pandas as pd
from sklearn.linear_model import Lasso, Ridge
data = pd.read_csv("a.csv", dtype=float)
X, y = data[["a"]], data["y"]
"""  # the next line is line 6


def classes(events: list[Fit]) -> list[str]:
    """The last names of the classes of what is fitted, in order."""
    return [
        "|".join(sorted(name.rpartition(".")[2] for name in event.learner.classes)) or "?" for event in events
    ]


# Functions


def test_a_function_is_run_at_each_call_on_its_arguments(run: Callable[..., Run]) -> None:
    """Two calls on two sides of a cut are two fits, each with the way that led there."""
    events = run(
        HEAD
        + """
def fitted(X, y):
    model = Ridge()
    return model.fit(X, y)
one = fitted(X[:50], y[:50])
two = fitted(X[50:], y[50:])
one.score(X[50:], y[50:])
two.score(X[50:], y[50:])
"""
    )
    first, second = events.all(Fit)
    assert [events.way(first.site), events.way(second.site)] == [[10, 9], [11, 9]]
    assert first.site.here is first.site.node
    trained = [next(iter(fit.data.rows)) for fit in (first, second)]
    assert are_disjoint(*trained)
    apart, same = events.all(Score)
    assert next(iter(apart.learner.fits)).rows == {trained[0]}
    assert are_disjoint(trained[0], next(iter(apart.data.rows)))
    assert next(iter(same.learner.fits)).rows == same.data.rows


@pytest.mark.parametrize(
    ("definition", "call", "rows"),
    [
        ("def f(*args): return Ridge().fit(args[0], args[1])", "f(X[:5], y)", "selection@8 < source@4"),
        ("def f(**given): return Ridge().fit(given['X'], y)", "f(X=X[:5])", "selection@8 < source@4"),
        ("def f(X, *, part=None): return Ridge().fit(part, y)", "f(X, part=X[:5])", "selection@8 < source@4"),
        ("def f(a, b): return Ridge().fit(b, y)", "f(*(X, X[:5]))", "none"),
        ("def f(a, b): return Ridge().fit(b, y)", "f(**{'a': X, 'b': X[:5]})", "selection@8 < source@4"),
        ("f = lambda part: Ridge().fit(part, y)", "f(X[:5])", "selection@8 < source@4"),
        ("def f(part=X): return Ridge().fit(part, y)", "f()", "source@4"),
        ("def f(g, part): return g(part, y)", "f(Ridge().fit, X[:5])", "none"),
    ],
)
def test_arguments_reach_their_parameters(
    run: Callable[..., Run], definition: str, call: str, rows: str
) -> None:
    """By position, by name, gathered, unpacked from what is known, and from defaults."""
    events = run(f"{HEAD}\n{definition}\n{call}\n")
    found = [events.rows(event.data) for event in events.all(Fit) if event.site.calls]
    assert found == ([] if rows == "none" else [[rows]])


@pytest.mark.parametrize(
    ("flag", "expected"),
    [("True", ["Ridge"]), ("False", ["Lasso"]), ("flag", ["Ridge", "Lasso"])],
)
def test_a_flag_decides(run: Callable[..., Run], flag: str, expected: list[str]) -> None:
    """A literal argument takes one branch; what nobody knows takes both, on sides that exclude each other."""
    events = run(
        HEAD
        + f"""
def f(X, plain):
    if plain:
        Ridge().fit(X, y)
    else:
        Lasso().fit(X, y)
f(X, {flag})
"""
    )
    fits = events.all(Fit)
    assert classes(fits) == expected
    if len(fits) == 2:
        assert not may_both_happen(fits[0], fits[1])


@pytest.mark.parametrize(
    ("test", "given", "expected"),
    [
        ("kind == 'a'", "'a'", ["Ridge"]),
        ("kind != 'a'", "'a'", ["Lasso"]),
        ("kind is None", "None", ["Ridge"]),
        ("kind is None", "X", ["Lasso"]),
        ("kind is not None", "X", ["Ridge"]),
        ("not kind", "0", ["Ridge"]),
    ],
)
def test_an_argument_decides_a_condition(
    run: Callable[..., Run], test: str, given: str, expected: list[str]
) -> None:
    events = run(
        f"{HEAD}\ndef f(kind):\n    (Ridge() if {test} else Lasso()).fit(X, y)\n"
        f"    if {test}:\n        Ridge().fit(X, y)\n    else:\n        Lasso().fit(X, y)\nf({given})\n"
    )
    assert classes(events.all(Fit)) == expected * 2


def test_objects_of_the_project_keep_their_attributes(run: Callable[..., Run]) -> None:
    """What one method puts into `self` another one finds, per object."""
    events = run("""
        import pandas as pd
        from sklearn.linear_model import Ridge
        class Work:
            def __init__(self, data):
                self.data = data
                self.model = Ridge()
            @property
            def head(self):
                return self.data[:50]
            def train(self):
                self.model.fit(self.head, self.head["y"])
                return self
            def judge(self, rows):
                return self.model.score(rows, rows["y"])
        work = Work(pd.read_csv("a.csv")).train()
        other = Work(pd.read_csv("b.csv"))
        work.judge(work.data[50:])
        other.judge(other.data)
        """)
    fit = events.one(Fit)
    assert events.way(fit.site) == [16, 12]
    (trained,) = fit.data.rows
    known, unknown = events.all(Score)
    assert [events.way(score.site) for score in (known, unknown)] == [[18, 15], [19, 15]]
    assert {fitted.site for fitted in known.learner.fits} == {fit.site}
    assert are_disjoint(trained, next(iter(known.data.rows)))
    assert unknown.learner.fits == frozenset()
    assert known.data.rows.isdisjoint(unknown.data.rows)


def test_closures_see_what_is_around_them(run: Callable[..., Run]) -> None:
    events = run(
        HEAD
        + """
def outer(rows):
    model = Ridge()
    def inner():
        model.fit(rows, y)
    inner()
    return model
outer(X[:5]).predict(X)
"""
    )
    fit, use = events.one(Fit), events.one(Predict)
    assert events.way(fit.site) == [13, 11, 10]
    assert {fitted.rows for fitted in use.learner.fits} == {fit.data.rows}


def test_functions_that_nobody_calls_are_run_too(run: Callable[..., Run]) -> None:
    """On parameters of which nothing is known but their annotations; what they return is used elsewhere."""
    events = run("""
        import pandas as pd
        from sklearn.linear_model import Ridge
        def f(table: pd.DataFrame, other):
            return Ridge().fit(table, other)
        """)
    fit = events.one(Fit)
    assert fit.site.calls == ()
    assert fit.data.is_data
    assert fit.target is not None
    assert not fit.target.is_data
    assert events.rows(fit.data) == ["source@4"]
    assert [use.value.learner is not None for use in events.all(Use)] == [True]


def test_recursion_ends(run: Callable[..., Run]) -> None:
    """A function is not entered from within itself, directly or through others."""
    events = run(
        HEAD
        + """
def even(n, X):
    Ridge().fit(X, y)
    return odd(n - 1, X)
def odd(n, X):
    Lasso().fit(X, y)
    return even(n - 1, X)
even(3, X)
"""
    )
    assert [events.way(fit.site) for fit in events.all(Fit)] == [[13, 8], [13, 9, 11]]
    assert events.trace.is_complete


# Loops


@pytest.mark.parametrize(
    ("loop", "expected"),
    [
        ("for model in [Ridge(), Lasso()]:", ["Ridge", "Lasso"]),
        ("for model in Ridge(), Lasso():", ["Ridge", "Lasso"]),
        ("for _, model in enumerate([Ridge(), Lasso()]):", ["Ridge", "Lasso"]),
        ("for _, model in zip('ab', [Ridge(), Lasso()]):", ["Lasso|Ridge"]),
        ("for model, _ in zip([Ridge(), Lasso()], [1, 2]):", ["Ridge", "Lasso"]),
        ("for _, model in {'a': Ridge(), 'b': Lasso()}.items():", ["Ridge", "Lasso"]),
        ("for model in {'a': Ridge(), 'b': Lasso()}.values():", ["Ridge", "Lasso"]),
        ("for _, model in [('a', Ridge()), ('b', Lasso())]:", ["Ridge", "Lasso"]),
        ("model = Ridge()\nfor _ in range(100):", ["Ridge"]),
        ("model = Ridge()\nwhile go():", ["Ridge"]),
        ("for model in [Ridge()] + [Lasso()]:", ["Ridge", "Lasso"]),
        ("for model in [Ridge()] * 20:", ["Ridge"]),
        ("for model in [kind() for kind in (Ridge, Lasso)]:", ["Lasso|Ridge", "Lasso|Ridge"]),
        ("for kind in (Ridge, Lasso):\n    model = kind()", ["Lasso|Ridge", "Lasso|Ridge"]),
    ],
)
def test_rounds_of_a_loop(run: Callable[..., Run], loop: str, expected: list[str]) -> None:
    """Over a short literal one round per element; any other loop is recorded once."""
    body = "    model.fit(X, y)"
    assert classes(run(f"{HEAD}{loop}\n{body}\n").all(Fit)) == expected


def test_what_a_round_leaves_reaches_the_next(run: Callable[..., Run]) -> None:
    """In the round for the record the names hold what they held before, or after another round."""
    events = run(
        HEAD
        + """
rows = X[:5]
for step in range(10):
    Ridge().fit(rows, y)
    rows = X[5:]
Ridge().fit(rows, y)
"""
    )
    inside, behind = events.all(Fit)
    assert events.rows(inside.data) == ["selection@10 < source@4", "selection@7 < source@4"]
    assert events.rows(behind.data) == events.rows(inside.data)


def test_lists_that_grow(run: Callable[..., Run]) -> None:
    """What was appended in a loop is a set of rows made of the rows that were added."""
    events = run(
        f"{HEAD}\nparts = []\nfor i in range(100):\n    parts.append(X[i:i + 9])\nRidge().fit(parts, y)\n"
    )
    (rows,) = events.rows(events.one(Fit).data)
    assert rows == "windows@9 < selection@9 < source@4"


# Branches


def test_branches_join(run: Callable[..., Run]) -> None:
    """Behind both sides a name holds either; a side that returns or raises does not reach further."""
    events = run(
        HEAD
        + """
if flag:
    rows = X[:5]
elif other:
    raise ValueError
else:
    rows = X[5:]
    model = Ridge().fit(X, y)
Lasso().fit(rows, y)
"""
    )
    inner, behind = events.all(Fit)
    assert events.rows(behind.data) == ["selection@12 < source@4", "selection@8 < source@4"]
    assert [(node.lineno, side) for node, side in inner.branches] == [(7, 1), (9, 1)]  # type: ignore[attr-defined]
    assert behind.branches == ()
    assert may_both_happen(inner, behind)


def test_the_store_joins_names_and_objects() -> None:
    """A change in one branch is seen by everybody who refers to the object; an untouched one stays as it was."""
    store = Store()
    first = store.new(Value(is_ordered=True))
    store.bind("a", first)
    store.bind("b", first)
    with store.branch() as one:
        store.update(first, Value(is_temporal=True))
        store.bind("b", store.new(Value(is_index=True)))
        store.bind("c", store.new(Value()))
    assert store.value(first).is_ordered
    assert store.lookup("c") is None
    with store.branch() as two:
        pass
    store.join([one, two])
    assert store.lookup("a") == first
    assert (store.value(first).is_ordered, store.value(first).is_temporal) == (True, True)
    other = store.lookup("b")
    assert other not in (None, first)
    assert store.lookup("c") is not None
    with store.branch() as alone:
        store.bind("a", None)
    store.join([alone])
    assert store.lookup("a") is None


# Bounds


def interpreter(code: str) -> Interpreter:
    document = read_text(code, "module.py")
    return Interpreter(SemanticModel(document, ast.parse(document.text)))


def counted(code: str) -> int:
    """The steps that a run takes."""
    machine = interpreter(code)
    assert machine.run().is_complete
    return machine.steps


BLOCKS = {
    "calls": "def f{n}(X):\n    return Ridge().fit(X, y)\nf{n}(data).score(data, y)\n",
    "branches": "if flag:\n    data = data[{n}:]\nelse:\n    data['z{n}'] = data['a'].mean()\n",
    "loops": "for i in range({n}):\n    for j in range(i):\n        Ridge().fit(data[i:], y)\n",
    "methods": "class C{n}:\n    def fit(self, X):\n        self.model = Ridge().fit(X, y)\nC{n}().fit(data)\n",
}


@pytest.mark.parametrize("kind", sorted(BLOCKS))
def test_steps_grow_with_the_code(kind: str) -> None:
    """Twice the code takes no more than about twice the steps."""
    small, middle, large = (
        counted(HEAD + "".join(BLOCKS[kind].format(n=n) for n in range(size))) for size in (10, 20, 40)
    )
    assert middle <= 2.2 * small
    assert large <= 2.2 * middle


def test_possibilities_do_not_double_without_end() -> None:
    """Forty branches that each may take rows away: the rows are not known in the end, and nothing else is lost."""
    branches = "".join(f"if a{n}:\n    data = data[{n}:]\n" for n in range(1, 41))
    trace = interpreter(f"{HEAD}{branches}Ridge().fit(data, y)\n").run()
    assert trace.is_complete
    (fit,) = trace.of(Fit)
    assert len(fit.data.rows) <= 32
    assert fit.learner.classes == {"sklearn.linear_model.Ridge"}


def test_a_run_cut_short_says_so() -> None:
    """Loops in loops double the rounds; at the end of the allowance the events so far remain."""
    depth = 30
    nested = "".join(f"{'    ' * n}for i{n} in [1, 2, 3]:\n" for n in range(depth))
    trace = interpreter(f"{HEAD}Ridge().fit(X, y)\n{nested}{'    ' * depth}Ridge().fit(X, y)\n").run()
    assert not trace.is_complete
    fit: Event = next(trace.of(Fit))
    assert fit.site.node.lineno == 6  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "code",
    [
        "x = " + "+".join(["data"] * 800),
        "x = " + "(" * 80 + "data" + ")" * 80,
        "x = data" + ".copy()" * 60,
        "".join(f"{'    ' * n}if a{n}:\n" for n in range(80)) + "    " * 80 + "data = data[1:]\n",
        "".join(f"def f{n}(x):\n    return f{n + 1}(x)\n" for n in range(60)) + "f0(data)\n",
    ],
)
def test_deep_code_ends(code: str) -> None:
    """Long chains, deep nesting and calls through many functions."""
    trace = interpreter(f"{HEAD}{code}\nRidge().fit(data, y)\n").run()
    assert trace.is_complete
    assert len(list(trace.of(Fit))) == 1


def test_recursion_beyond_python_is_cut_short() -> None:
    """Expressions deeper than Python's own stack end the run and not the program."""
    trace = interpreter(f"{HEAD}Ridge().fit(data, y)\nx = data{'.copy()' * 800}\n").run()
    assert isinstance(trace.is_complete, bool)
    assert len(list(trace.of(Fit))) == 1


def test_the_code_is_not_run(tmp_path: Path) -> None:
    """Nothing of the module is executed."""
    target = tmp_path / "made"
    interpreter(f"{HEAD}open({str(target)!r}, 'w').write('x')\nRidge().fit(data, y)\n").run()
    assert not target.exists()


def test_a_method_of_one_of_several_classes_is_not_guessed(run: Callable[..., Run]) -> None:
    """Which class it is decides what is fitted; of one class alone the method is followed."""
    program = """
class Wide:
    def learn(self, rows, target):
        return Ridge().fit(rows, target)

class Narrow:
    def learn(self, rows, target):
        return Lasso().fit(rows, target)

{choice}
learner.learn(X, y)
"""
    either = run(HEAD + program.format(choice="learner = Wide() if len(data) > 9 else Narrow()"))
    one = run(HEAD + program.format(choice="learner = Wide()"))
    assert classes([fit for fit in one.all(Fit) if fit.site.calls]) == ["Ridge"]
    assert not [fit for fit in either.all(Fit) if fit.site.calls]
