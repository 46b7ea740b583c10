"""Programs that run before and after their repair, and say the same."""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from mllint_rules.engine.registry import rules_in_modules
from mllint_rules.source.reading import read_text
from mllint_rules.testkit.sandbox import Sandbox

FOLDER = "mllint_rules.rules.structure"


def repair(code: str, *modules: str) -> str:
    """The program after all fixes of these rules, which leave nothing to report."""
    rules = rules_in_modules([f"{FOLDER}.{module}" for module in modules])
    outcome = Sandbox(rules).fix(read_text(code, "program.py"))
    assert outcome.reverted == ()
    assert [each.message for each in outcome.remaining] == []
    return outcome.document.text


def run(code: str) -> str:
    """What a program prints."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(compile(code, "program.py", "exec"), {"__name__": "__main__"})
    return output.getvalue()


CAPTURED = {
    "through_callers": """
        config = {"rate": 0.5, "steps": 3}

        def step(value):
            return value * config["rate"]

        def walk(value, depth=0):
            return value if depth == config["steps"] else walk(step(value), depth + 1)

        def main():
            print(walk(8.0), step(3.0))

        if __name__ == "__main__":
            main()
        """,
    "callbacks": """
        import functools

        settings = {"scale": 3, "shift": 1}

        def scaled(value):
            return value * settings["scale"]

        def shifted(value, *, by=0):
            return value + settings["shift"] + by

        def apply(function, values):
            return [function(value) for value in values]

        def pipeline(values):
            return apply(shifted, apply(scaled, values))

        print(pipeline([1, 2]), sorted([3, -4], key=scaled), functools.partial(shifted, by=10)(1))
        print(list(map(lambda value: scaled(value) + shifted(value), [1, 2])))
        """,
    "nested_functions_and_generators": """
        params = {"keep": 2}

        def numbers(limit):
            def is_kept(value):
                return value % params["keep"] == 0
            for value in range(limit):
                if is_kept(value):
                    yield value

        class Report:
            total = sum(numbers(10))

        print(Report.total, [value for value in numbers(5)], f"{len(list(numbers(7)))} numbers")
        """,
    "bound_step_by_step": """
        config = {"a": 1}
        config = {**config, "b": 2}

        def total(extra=0):
            return sum(config.values()) + extra

        for extra in (0, 1):
            print(total(extra), total(
                extra=extra,
            ))
        """,
    "changed_in_place": """
        config = {"lr": 1.0}

        def halve():
            config["lr"] = config["lr"] / 2

        def show():
            print(config["lr"])

        halve()
        show()
        halve()
        show()
        """,
    "many_at_once": """
        a_config, b_config = {"x": 1}, {"x": 2}
        c_config = {"x": 3}
        d_config = dict(x=4)

        def inner(value):
            return value + a_config["x"] + d_config["x"]

        def outer(value=1):
            return inner(value) + b_config["x"] + c_config["x"]

        print(outer(), outer(5))
        """,
}


@pytest.mark.parametrize("name", CAPTURED)
def test_passing_captured_settings_as_parameters_keeps_what_a_program_prints(name: str) -> None:
    code = dedent(CAPTURED[name]).lstrip()

    repaired = repair(code, "captured_global_data")

    assert repaired != code
    assert run(repaired) == run(code)


def test_a_connection_is_passed_through_all_callers() -> None:
    code = dedent(
        """
        import sqlite3

        database = sqlite3.connect(":memory:")
        database.execute("create table runs (score real)")

        def save(score):
            database.execute("insert into runs values (?)", (score,))

        def best():
            return database.execute("select max(score) from runs").fetchone()[0]

        for score in (0.5, 0.75):
            save(score)
        print(best())
        """
    ).lstrip()

    repaired = repair(code, "captured_global_data")

    assert (
        "def save(score, database: sqlite3.Connection):" in repaired
        or "def save(score, database):" in repaired
    )
    assert run(repaired) == run(code) == "0.75\n"


ARGUMENTS = """
    import argparse

    LABEL = "run"
    parser = argparse.ArgumentParser()
    # How fast it learns.
    parser.add_argument("--lr", type=float, default=0.5)
    parser.add_argument("--name", default=LABEL)
    parser.add_argument("--steps", type=int, default=2)
    args = parser.parse_args()

    def step(weight):
        return weight - args.lr

    def train(weight):
        for _ in range(args.steps):
            weight = step(weight)
        return weight

    def describe(lr):
        return f"{args.name} {lr} {args.steps} {vars(args)['lr']}"

    print(train(2.0), list(map(step, [1.0])), describe(0), args.lr)
    """


def test_passing_arguments_as_parameters_keeps_what_a_program_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["program", "--lr", "0.25"])
    code = dedent(ARGUMENTS).lstrip()

    repaired = repair(code, "captured_global_arguments")

    assert "def step(weight, *, lr: float):" in repaired
    assert "def train(weight, *, steps: int, lr: float):" in repaired
    assert "def describe(lr, args: argparse.Namespace):" in repaired
    assert run(repaired) == run(code)


REBOUND = {
    "counter": """
        step = 0

        def advance() -> None:
            global step
            step += 1

        advance()
        for _ in range(3):
            advance()
        print(step)
        """,
    "several_with_early_returns": """
        best_loss, best_step = 1.0, 0

        def keep(loss, step):
            "Keep the best."
            global best_loss, best_step
            if loss >= best_loss:
                return
            best_loss = loss
            best_step = step

        for number, value in enumerate([0.5, 0.75, 0.25]):
            keep(value, number)
        print(best_loss, best_step)
        """,
    "beside_a_result": """
        best_score = 0.0

        def evaluate(values, *, scale=1):
            global best_score
            score = max(values) * scale
            if score > best_score:
                best_score = score
            return score

        first = evaluate([1, 2])
        second = evaluate([0.5], scale=2)
        evaluate([7])
        print(first, second, best_score)
        """,
    "assigned_before_read": """
        loss = 0.0

        def measure(values):
            global loss
            loss = sum(values)
            loss /= len(values)

        measure([1.0, 2.0])
        print(loss)
        """,
}


@pytest.mark.parametrize("name", REBOUND)
def test_returning_a_rebound_global_keeps_what_a_program_prints(name: str) -> None:
    code = dedent(REBOUND[name]).lstrip()

    repaired = repair(code, "rebound_global_data")

    assert "global" not in repaired
    assert run(repaired) == run(code)


def test_all_rules_on_globals_together_keep_what_a_program_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["program"])
    code = dedent(
        """
        import argparse

        parser = argparse.ArgumentParser()
        parser.add_argument("--amp", type=bool, default=True)
        parser.add_argument("--scale", type=int, default=3)
        args = parser.parse_args()
        config = {"offset": 1}
        best = 0

        def score(value):
            return value * args.scale + config["offset"]

        def keep(value):
            global best, config
            best = max(best, score(value))

        for value in [2, 5, 1]:
            keep(value)
        print(best, args.amp)
        """
    ).lstrip()

    repaired = repair(
        code,
        "captured_global_data",
        "captured_global_arguments",
        "rebound_global_data",
        "boolean_argparse_type",
    )

    assert run(repaired) == run(code) == "16 True\n"


def test_a_switch_can_be_switched_off_after_the_repair(monkeypatch: pytest.MonkeyPatch) -> None:
    code = dedent(
        """
        import argparse

        parser = argparse.ArgumentParser()
        parser.add_argument("--amp", type=bool, default=True)
        print(parser.parse_args().amp)
        """
    ).lstrip()

    repaired = repair(code, "boolean_argparse_type")

    monkeypatch.setattr(sys, "argv", ["program", "--amp", "False"])
    assert run(code) == "True\n"
    monkeypatch.setattr(sys, "argv", ["program", "--no-amp"])
    assert run(repaired) == "False\n"


def test_spawned_workers_run_after_the_start_is_guarded(tmp_path: Path) -> None:
    code = dedent(
        """
        import multiprocessing

        multiprocessing.set_start_method("spawn", force=True)
        with multiprocessing.Pool(1) as pool:
            print(pool.map(len, ["a", "bc"]))
        """
    ).lstrip()
    path = tmp_path / "program.py"

    path.write_text(repair(code, "unguarded_worker_start"), encoding="utf-8")

    done = subprocess.run([sys.executable, str(path)], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "[1, 2]\n"
