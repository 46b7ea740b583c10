"""Programs that print, before and after the repair: the records carry what was printed."""

from __future__ import annotations

import contextlib
import io
import logging
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mllint_rules.engine.registry import rules_in_modules
from mllint_rules.source.reading import read_text
from mllint_rules.testkit.sandbox import Sandbox

PROGRAM = '''\
"""Train on numbers."""

import sys


class Model:
    rate = 0.125


def train(losses, path, row):
    model = Model()
    print("=" * 20)
    print("Training on", path)
    for epoch, loss in enumerate(losses):
        print(f"epoch {epoch} loss {loss:.3f}")
        print("loss %.2f (%d%%) at %s" % (loss, 100 * epoch, row["id"]))
        print("loss: " + str(loss) + "!")
    print("rate {0.rate:>8} of {name!r}".format(model, name=path))
    print("losses", *losses, sep=", ")
    print(f"rows {len(losses):,} share {losses[0]:.1%}")
    print()
    try:
        row["missing"]
    except KeyError as error:
        print("no such key:", error)
    print("WARNING: {few} rows, 100% of", len(losses))
    print("gave up: 3 failed", file=sys.stderr)
    print("done")


train([0.5, 0.25], "orders.csv", {"id": 7})
'''
LINES = [
    "Training on orders.csv",
    "epoch 0 loss 0.500",
    "loss 0.50 (0%) at 7",
    "loss: 0.5!",
    "epoch 1 loss 0.250",
    "loss 0.25 (100%) at 7",
    "loss: 0.25!",
    "rate    0.125 of 'orders.csv'",
    "losses, 0.5, 0.25",
    "rows 2 share 50.0%",
    "no such key: 'missing'",
    "WARNING: {few} rows, 100% of 2",
    "gave up: 3 failed",
    "done",
]
LEVELS = ["INFO"] * 10 + ["ERROR", "WARNING", "ERROR", "INFO"]


def sandbox(**configuration: object) -> Sandbox:
    rules = rules_in_modules(["mllint_rules.rules.observability.print_instead_of_logging"])
    return Sandbox(rules, configuration)


def repaired(program: str, style: str, path: str = "package/train.py") -> str:
    outcome = sandbox(**{"logging-style": style}).fix(read_text(program, path))
    assert outcome.reverted == ()
    assert outcome.remaining == ()
    return outcome.document.text


def printed(program: str) -> list[str]:
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream):
        exec(compile(program, "before.py", "exec"), {"__name__": "before"})
    return [line for line in stream.getvalue().splitlines() if line.strip("= ")]


@pytest.fixture
def records(caplog: pytest.LogCaptureFixture) -> Callable[[str], list[logging.LogRecord]]:
    """Runs a program and gives the records it logs through the standard library."""

    def run(program: str) -> list[logging.LogRecord]:
        caplog.clear()
        with caplog.at_level(logging.DEBUG):
            exec(compile(program, "after.py", "exec"), {"__name__": "after"})
        return caplog.records

    return run


def test_the_program_prints_these_lines() -> None:
    assert printed(PROGRAM) == LINES


def test_stdlib_records_carry_the_lines_their_levels_and_their_fields(
    records: Callable[[str], list[logging.LogRecord]], capsys: pytest.CaptureFixture[str]
) -> None:
    program = repaired(PROGRAM, "stdlib")
    found = records(program.replace("logging.basicConfig(", "dict("))
    assert [record.getMessage() for record in found] == LINES
    assert [record.levelname for record in found] == LEVELS
    assert {record.name for record in found} == {"after"}
    first, loss, percent = (found[index].__dict__ for index in (0, 1, 5))
    assert first["path"] == "orders.csv"
    assert (loss["epoch"], loss["loss"]) == (0, 0.5)
    assert (percent["loss"], percent["epoch"], percent["id"]) == (0.25, 100, 7)
    assert found[7].__dict__["rate"] == 0.125
    assert found[8].__dict__["losses"] == [0.5, 0.25]
    assert found[9].__dict__["len_losses"] == 2
    assert found[10].exc_info is not None
    assert capsys.readouterr().out == ""


def test_structlog_events_carry_every_value() -> None:
    structlog = pytest.importorskip("structlog")
    program = repaired(PROGRAM, "structlog")
    with structlog.testing.capture_logs() as events:
        exec(compile(program, "after.py", "exec"), {"__name__": "after"})
    assert [event["log_level"].upper() for event in events] == LEVELS
    assert events[0] == {"event": "training_on", "path": "orders.csv", "log_level": "info"}
    assert events[1] == {"event": "epoch_loss", "epoch": 0, "loss": 0.5, "log_level": "info"}
    assert events[5] == {"event": "loss_at", "loss": 0.25, "epoch": 100, "id": 7, "log_level": "info"}
    assert events[6] == {"event": "loss", "loss": 0.25, "log_level": "info"}
    assert events[7] == {"event": "rate_of", "rate": 0.125, "path": "orders.csv", "log_level": "info"}
    assert events[8]["losses"] == [0.5, 0.25]
    assert str(events[10]["no_such_key"]) == "'missing'"
    assert events[12] == {"event": "gave_up_3_failed", "log_level": "error"}
    assert events[13] == {"event": "done", "log_level": "info"}


def test_loguru_records_carry_the_lines_and_their_fields() -> None:
    loguru = pytest.importorskip("loguru")
    program = repaired(PROGRAM, "loguru")
    found: list[Any] = []
    loguru.logger.remove()
    sink = loguru.logger.add(lambda message: found.append(message.record), level="DEBUG")
    try:
        exec(compile(program, "after.py", "exec"), {"__name__": "after"})
    finally:
        loguru.logger.remove(sink)
    messages = [record["message"] for record in found]
    # The values behind a star stay a list; a share keeps its format.
    assert messages[:8] == LINES[:8]
    assert messages[8] == "losses, [0.5, 0.25]"
    assert messages[9:] == LINES[9:]
    assert [record["level"].name for record in found] == LEVELS
    assert found[1]["extra"] == {"epoch": 0, "loss": 0.5}
    assert found[9]["extra"] == {"len_losses": 2, "losses": 0.5}


WORDS = st.text("ab %{}'\"\\/:é", min_size=1, max_size=12).map(lambda text: f"x{text}x")
VALUES = st.one_of(st.integers(), st.floats(allow_nan=False), st.text("ab%{}'\"", max_size=6), st.none())


@settings(max_examples=60, deadline=None)
@given(
    words=st.lists(WORDS, min_size=2, max_size=3), value=VALUES, style=st.sampled_from(["stdlib", "loguru"])
)
def test_any_words_and_values_arrive_as_they_were_printed(
    words: list[str], value: object, style: str
) -> None:
    literals = [repr(word) for word in words]
    templates = [word.replace("{", "{{").replace("}", "}}") for word in words]
    percents = [word.replace("%", "%%") for word in words]
    program = (
        "def train(value):\n"
        f"    print({', value, '.join(literals)})\n"
        f"    print({'{0}'.join(templates)!r}.format(value))\n"
        f"    print({'%s'.join(percents)!r} % (value,{' value,' * (len(words) - 2)}))\n"
        f"    print({' + str(value) + '.join(literals)})\n"
    )
    expected: list[str] = []
    names = {"train": None, "print": lambda *parts: expected.append(" ".join(map(str, parts)))}
    exec(compile(program, "before.py", "exec"), names)
    names["train"](value)  # type: ignore[misc]
    after = repaired(program, style)
    messages = run_quietly(after, value, style)
    assert messages == expected


def run_quietly(program: str, value: object, style: str) -> list[str]:
    """The messages that the `train` of a repaired program logs."""
    names: dict[str, Any] = {"__name__": "quiet_program"}
    exec(compile(program, "after.py", "exec"), names)
    found: list[str] = []
    if style == "loguru":
        loguru = pytest.importorskip("loguru")
        loguru.logger.remove()
        sink = loguru.logger.add(lambda message: found.append(message.record["message"]), level="DEBUG")
        names["train"](value)
        loguru.logger.remove(sink)
        return found
    logger = logging.getLogger("quiet_program")
    handler = logging.Handler()
    handler.emit = lambda record: found.append(record.getMessage())  # type: ignore[method-assign]
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    names["train"](value)
    logger.removeHandler(handler)
    return found


def test_a_costly_call_is_made_once(records: Callable[[str], list[logging.LogRecord]]) -> None:
    program = repaired(
        "calls = []\n\n\n"
        "def train(queue):\n"
        "    print('next', queue.pop(), 'of', len(queue))\n\n\n"
        "QUEUE = [1, 2, 3]\n"
        "RESULT = train(QUEUE)\n",
        "stdlib",
    )
    (record,) = records(program)
    assert record.getMessage() == "next 3 of 2"
    assert record.__dict__["len_queue"] == 2


def test_reserved_names_do_not_break_the_record(records: Callable[[str], list[logging.LogRecord]]) -> None:
    names = [
        "name",
        "msg",
        "args",
        "levelname",
        "module",
        "message",
        "asctime",
        "process",
        "thread",
        "taskName",
    ]
    body = "".join(f"    print(f'value {{{name}}}')\n" for name in names)
    program = repaired(
        f"def train({', '.join(names)}):\n{body}\n\nRESULT = train(*range({len(names)}))\n", "stdlib"
    )
    found = records(program)
    assert [record.getMessage() for record in found] == [f"value {value}" for value in range(len(names))]
    assert [record.__dict__[f"{name}_"] for record, name in zip(found, names, strict=True)] == list(
        range(len(names))
    )
