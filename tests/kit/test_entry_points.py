"""Where a program starts."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from mllint_rules.kit import Context

Look = Callable[..., Context]
RUN = 'def run(path="a"):\n    """Run."""\n    load(path)\n\n\n'
GUARD = 'if __name__ == "__main__":\n'


@pytest.mark.parametrize(
    ("test", "is_guard"),
    [
        ('__name__ == "__main__"', True),
        ("__name__ == '__main__'", True),
        ('"__main__" == __name__', True),
        ('(__name__) == ("__main__")', True),
        ('__name__ in ("__main__", "__mp_main__")', True),
        ('__name__ != "__main__"', False),
        ('__name__ == "module"', False),
        ('"__main__" == name', False),
        ('__name__ not in ("__main__",)', False),
        ("__name__", False),
        ('__name__ == "__main__" == other', False),
    ],
)
def test_the_main_guard_in_all_its_spellings(look: Look, test: str, is_guard: bool) -> None:
    ctx = look(f"if {test}:\n    run()\n")
    assert (ctx.main_guard is not None) is is_guard
    assert ctx.is_under_main_guard(ctx.model.index.nodes(ast.Call)[0]) is is_guard


def test_only_the_first_block_is_under_the_guard(look: Look) -> None:
    ctx = look(GUARD + "    here()\nelse:\n    there()\n")
    here, there = ctx.model.index.nodes(ast.Call)
    assert (ctx.is_under_main_guard(here), ctx.is_under_main_guard(there)) == (True, False)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("def main(): ...\n", "main"),
        ("async def main(): ...\n", "main"),
        (RUN + GUARD + "    run()\n", "run"),
        (RUN + GUARD + '    run(path="b")\n', "run"),
        (RUN + GUARD + "    status = run()\n", "run"),
        (RUN + 'if "__main__" == __name__:\n    run()\n', "run"),
        (RUN + GUARD + "    run(state)\n", None),
        (RUN + GUARD + "    run(**options)\n", None),
        (RUN + GUARD + "    run()\n    run()\n", None),
        (RUN + GUARD + "    for _ in range(3):\n        run()\n", None),
        (RUN + GUARD + "    start(run)\n", None),
        (RUN + GUARD + "    print(run())\n", None),
        (RUN + GUARD + "    pass\nelse:\n    run()\n", None),
        (RUN + "run()\n", None),
        (RUN + '__all__ = ["run"]\n' + GUARD + "    run()\n", None),
        (RUN + '__all__ = "load run".split()\n' + GUARD + "    run()\n", None),
        ("class App:\n    def main(self): ...\n", None),
    ],
)
def test_the_entry_function_runs_once(look: Look, code: str, name: str | None) -> None:
    function = look(code).entry_function
    assert (None if function is None else function.name) == name


def test_a_function_that_another_file_names_is_no_entry(look: Look, tmp_path: Path) -> None:
    code = RUN + GUARD + "    run()\n"
    (tmp_path / "module.py").write_text(code, encoding="utf-8")
    (tmp_path / "other.py").write_text("import module\nmodule.run()\n", encoding="utf-8")
    assert look(code, str(tmp_path / "module.py"), tmp_path).entry_function is None


@pytest.mark.parametrize(
    ("code", "line"),
    [
        (RUN + GUARD + "    run()\n", 3),
        ("def main():\n    load()\n", 2),
        ("def main():\n    load()\n\n\n" + GUARD + "    main()\n", 2),
        ("def main():\n    load()\n\n\n" + GUARD + "    test()\n", 6),
        ('def main():\n    """Later."""\n\n\n' + GUARD + "    main()\n", 6),
        (GUARD + "    load()\n", 2),
        ("load()\n", None),
    ],
)
def test_the_first_statement_of_a_program(look: Look, code: str, line: int | None) -> None:
    statement = look(code).entry_statement
    assert (None if statement is None else statement.lineno) == line


def test_a_module_is_imported_when_it_lies_in_a_package_or_another_file_names_it(
    look: Look, tmp_path: Path
) -> None:
    (tmp_path / "package").mkdir()
    for name, text in {
        "package/__init__.py": "",
        "package/inner.py": "",
        "script.py": "",
        "library.py": "",
        "other.py": "import library\n",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    answers = {
        name: look("", str(tmp_path / name), tmp_path).is_imported
        for name in ("package/inner.py", "script.py", "library.py", "other.py")
    }
    assert answers == {"package/inner.py": True, "script.py": False, "library.py": True, "other.py": False}
    assert look("").is_imported
