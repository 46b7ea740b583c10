"""Which definitions reach a read."""

from __future__ import annotations

import ast
import time
from collections.abc import Callable
from typing import Any

import pytest

Probe = Callable[..., Any]


@pytest.mark.parametrize(
    ("code", "name", "lines"),
    [
        ("x = 1\nx = 2\nx", "x", [2]),
        ("x = 1\nif c:\n    x = 2\nx", "x", [1, 3]),
        ("if c:\n    x = 1\nelse:\n    x = 2\nx", "x", [2, 4]),
        ("x = 1\nif c:\n    x = 2\n    raise E\nx", "x", [1]),
        ("x = 0\nfor i in y:\n    x\n    x = 1", "x", [1, 4]),
        ("x = 0\nfor i in y:\n    x = 1\nx", "x", [1, 3]),
        ("x = 0\nfor i in y:\n    x = 1\n    break\nelse:\n    x = 2\nx", "x", [3, 6]),
        ("x = 0\nwhile True:\n    x = 1\n    if c:\n        break\n    x = 2\nx", "x", [3]),
        ("x = 0\nwhile c:\n    if d:\n        x = 1\n        continue\n    x = 2\nx", "x", [1, 4, 6]),
        ("x = 0\ntry:\n    x = 1\nexcept E:\n    x\nx", "x", [1, 3]),
        ("x = 0\ntry:\n    x = 1\n    f()\n    x = 2\nexcept E:\n    x", "x", [1, 3, 5]),
        ("x = 0\ntry:\n    x = 1\nexcept E:\n    raise\nx", "x", [3]),
        ("x = 0\ntry:\n    f()\nfinally:\n    x = 1\nx", "x", [5]),
        ("x = 0\nwith f() as x:\n    pass\nx", "x", [2]),
        ("x = 0\nmatch v:\n    case 1:\n        x = 1\n    case _:\n        x = 2\nx", "x", [4, 6]),
        ("x = 0\nmatch v:\n    case 1:\n        x = 1\nx", "x", [1, 4]),
        ("match v:\n    case [x, *_]:\n        x", "x", [2]),
        ("x = 0\nif (x := f()):\n    x", "x", [2]),
        ("x = 0\n[x for x in y]\nx", "x", [1]),
        ("x = 0\nfor i in y:\n    [x for x in z]\nx", "x", [1]),
        ("x = 0\nx += 1\nx", "x", [2]),
        ("x = 0\ndel x\nx = 3\nx", "x", [3]),
        ("x, (y, *z) = v\ny", "y", [1]),
        ("def f(x):\n    if c:\n        x = 2\n    return x", "x", [1, 3]),
        ("x = 1\ndef f():\n    return x\nx = 2", "x", [1, 4]),
        ("x = 1\ndef f():\n    global x\n    x = 2\nx", "x", [1, 4]),
    ],
)
def test_reaching_definitions(probe: Probe, code: str, name: str, lines: list[int]) -> None:
    assert probe(code).sources(name) == lines


def test_uses_are_the_reads_that_a_binding_reaches(probe: Probe) -> None:
    made = probe("df = a()\ndf.x\ndf = b()\ndf.y\ndef f():\n    return df.z\n")
    first, second = made.model.names.scopes.scope_for(made.model.tree).bindings["df"]
    assert [name.lineno for name in made.model.uses(first)] == [2, 6]
    assert [name.lineno for name in made.model.uses(second)] == [4, 6]


@pytest.mark.parametrize("shape", ["nested loops", "branches", "calls", "rebinding"])
def test_time_grows_with_size_and_not_faster(probe: Probe, shape: str) -> None:
    def code(size: int) -> str:
        if shape == "nested loops":
            body = "".join(
                "    " * (i % 8) + f"for v{i} in x:\n" + "    " * (i % 8 + 1) + "x = f(x)\n"
                for i in range(size)
            )
            return "x = 0\n" + body
        if shape == "branches":
            return "".join(f"n{i} = {i}\nif n{i}:\n    y = n{i}\n" for i in range(size)) + "y\n"
        if shape == "calls":
            return "x = a\n" + "".join(f"x = x.f{i}(x)\n" for i in range(size))
        return "".join("x = x + 1\nfor i in x:\n    x += i\n" for _ in range(size))

    def seconds(size: int) -> float:
        made = probe(code(size))
        start = time.process_time()
        for node in ast.walk(made.model.tree):
            if isinstance(node, ast.expr):
                made.model.type_of(node)
        return time.process_time() - start

    seconds(50)
    small, large = min(seconds(200) for _ in range(3)), min(seconds(1600) for _ in range(2))
    assert large < small * 8 * 6  # eight times the size; a quadratic blow-up would be 64 times the time
