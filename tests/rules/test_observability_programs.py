"""Programs before and after the repairs of the family: what they do stays, and what was lost is there."""

from __future__ import annotations

import logging
import subprocess
import sys
import textwrap
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mllint_rules.engine.registry import rules_in_modules
from mllint_rules.source.reading import read_text
from mllint_rules.testkit.sandbox import Sandbox

FAMILY = "mllint_rules.rules.observability"


def repaired(rule: str, program: str) -> tuple[str, str]:
    """A program as it is and as `mllint fix --unsafe-fixes` leaves it, with nothing left to report."""
    text = textwrap.dedent(program).lstrip("\n")
    outcome = Sandbox(rules_in_modules([f"{FAMILY}.{rule}"])).fix(read_text(text, "package/program.py"))
    assert outcome.reverted == ()
    assert outcome.remaining == ()
    assert outcome.document.text != text
    return text, outcome.document.text


def run(program: str, **given: Any) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "program", **given}
    exec(compile(program, "program.py", "exec"), names)
    return names


class Mlflow(types.ModuleType):
    """One active run, as the library keeps it: a second one has to say that it is nested."""

    def __init__(self) -> None:
        super().__init__("mlflow")
        self.active: list[str] = []
        self.logged: list[tuple[Any, ...]] = []

    def start_run(self, run_name: str = "run", nested: bool = False) -> Mlflow:
        if self.active and not nested:
            raise RuntimeError(f"Run {self.active[-1]} is already active")
        self.active.append(run_name)
        return self

    def end_run(self) -> None:
        self.active.pop()

    def __enter__(self) -> Mlflow:
        return self

    def __exit__(self, *caught: object) -> None:
        self.end_run()

    def log_metric(self, key: str, value: float, step: int | None = None) -> None:
        self.logged.append((self.active[-1], key, value))

    def log_params(self, parameters: dict[str, Any]) -> None:
        self.logged.append((self.active[-1], "parameters", parameters))


class Wandb(types.ModuleType):
    """One run for the process: `init` gives it back while nothing finishes it."""

    def __init__(self) -> None:
        super().__init__("wandb")
        self.runs: list[dict[str, Any]] = []
        self.is_open = False

    def init(self, config: Any = None, reinit: Any = None) -> Wandb:
        if not self.is_open or reinit is not None:
            self.runs.append({"config": config, "logged": []})
        self.is_open = True
        return self

    def log(self, data: dict[str, Any]) -> None:
        self.runs[-1]["logged"].append(data)

    def finish(self) -> None:
        self.is_open = False

    def __enter__(self) -> Wandb:
        return self

    def __exit__(self, *caught: object) -> None:
        self.finish()


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Callable[[types.ModuleType], Any]:
    """Puts a stand-in where `import` finds it."""

    def put(module: types.ModuleType) -> Any:
        monkeypatch.setitem(sys.modules, module.__name__, module)
        return module

    return put


@pytest.fixture
def records(caplog: pytest.LogCaptureFixture) -> Callable[[], list[logging.LogRecord]]:
    """The records since the last time they were asked for."""
    caplog.set_level(logging.DEBUG)

    def taken() -> list[logging.LogRecord]:
        found = list(caplog.records)
        caplog.clear()
        return found

    return taken


Install = Callable[[types.ModuleType], Any]
Records = Callable[[], list[logging.LogRecord]]


def test_an_exception_no_longer_leaves_the_run_open(install: Install) -> None:
    before, after = repaired(
        "unclosed_tracker_run",
        """
        import mlflow


        def train(score):
            mlflow.start_run(run_name="train")
            mlflow.log_metric("score", 1 / score)
            mlflow.end_run()
            return score
        """,
    )
    for program, left in ((before, ["train"]), (after, [])):
        mlflow = install(Mlflow())
        train = run(program)["train"]
        assert train(2) == 2
        assert mlflow.logged == [("train", "score", 0.5)]
        assert mlflow.active == []
        with pytest.raises(ZeroDivisionError):
            train(0)
        assert mlflow.active == left


def test_a_writer_is_closed_when_the_function_returns_early(install: Install) -> None:
    before, after = repaired(
        "unclosed_tracker_run",
        """
        from torch.utils.tensorboard import SummaryWriter


        def record(scores):
            writer = SummaryWriter()
            for step, score in enumerate(scores):
                if score is None:
                    return step
                writer.add_scalar("score", score, step)
            writer.close()
            return len(scores)
        """,
    )
    for program, closed in ((before, 1), (after, 2)):
        done: list[Any] = []

        class SummaryWriter:
            def add_scalar(self, *given: Any, done: list[Any] = done) -> None:
                done.append(given)

            def close(self, done: list[Any] = done) -> None:
                done.append("closed")

        module: Any = types.ModuleType("torch.utils.tensorboard")
        module.SummaryWriter = SummaryWriter
        install(types.ModuleType("torch"))
        install(types.ModuleType("torch.utils"))
        install(module)
        record = run(program)["record"]
        assert (record([0.5]), record([0.7, None])) == (1, 1)
        assert done.count("closed") == closed
        assert [each for each in done if each != "closed"] == [("score", 0.5, 0), ("score", 0.7, 0)]


def test_an_inner_run_is_a_child_of_the_outer_one(install: Install) -> None:
    before, after = repaired(
        "nested_run_without_flag",
        """
        import mlflow


        def search(rates):
            with mlflow.start_run(run_name="search"):
                for rate in rates:
                    with mlflow.start_run(run_name=str(rate)):
                        mlflow.log_metric("rate", rate)
        """,
    )
    install(Mlflow())
    with pytest.raises(RuntimeError, match="already active"):
        run(before)["search"]([1])
    mlflow = install(Mlflow())
    run(after)["search"]([1, 2])
    assert mlflow.logged == [("1", "rate", 1), ("2", "rate", 2)]
    assert mlflow.active == []


def test_each_round_has_a_run_of_its_own(install: Install) -> None:
    before, after = repaired(
        "nested_run_without_flag",
        """
        import wandb


        def repeat(seeds):
            for seed in seeds:
                wandb.init(config={"seed": seed})
                wandb.log({"score": seed})
        """,
    )
    for program, logged in ((before, [[1, 2]]), (after, [[1], [2]])):
        wandb = install(Wandb())
        run(program)["repeat"]([1, 2])
        assert [[each["score"] for each in one["logged"]] for one in wandb.runs] == logged


def test_the_parameters_of_the_estimator_reach_the_run(install: Install) -> None:
    before, after = repaired(
        "unlogged_hyperparameters",
        """
        import mlflow
        from sklearn.linear_model import Ridge


        def train(rows, prices):
            model = Ridge(alpha=0.5)
            with mlflow.start_run():
                model.fit(rows, prices)
                mlflow.log_metric("score", model.score(rows, prices))
            return model.coef_.tolist()
        """,
    )
    pytest.importorskip("sklearn")
    rows, prices = [[1.0], [2.0], [4.0]], [1.0, 2.0, 4.0]
    first, second = install(Mlflow()), None
    expected = run(before)["train"](rows, prices)
    second = install(Mlflow())
    assert run(after)["train"](rows, prices) == expected
    assert second.logged[1:] == first.logged
    assert second.logged[0][1] == "parameters"
    assert second.logged[0][2]["alpha"] == 0.5


def test_the_keys_name_the_part_of_the_data(install: Install) -> None:
    before, after = repaired(
        "shared_metric_key",
        """
        import wandb


        def fit(train_batches, val_batches):
            for batch in train_batches:
                wandb.log({"loss": batch})
            for batch in val_batches:
                wandb.log({"loss": batch})
        """,
    )
    logged = []
    for program in (before, after):
        wandb = install(Wandb())
        wandb.init()
        run(program)["fit"]([1, 2], [3])
        logged.append(wandb.runs[0]["logged"])
    assert logged[0] == [{"loss": 1}, {"loss": 2}, {"loss": 3}]
    assert logged[1] == [{"train/loss": 1}, {"train/loss": 2}, {"val/loss": 3}]


def test_the_samples_that_are_skipped_are_counted(tmp_path: Path, records: Records) -> None:
    before, after = repaired(
        "silently_dropped_samples",
        """
        import json


        def load(paths):
            samples = []
            for path in paths:
                try:
                    with open(path) as file:
                        samples.append(json.load(file))
                except Exception:
                    continue
            return samples
        """,
    )
    for name, text in {"a": "1", "b": "{", "c": "3"}.items():
        (tmp_path / name).write_text(text)
    paths = [str(tmp_path / name) for name in ("a", "b", "missing", "c")]
    assert run(before)["load"](paths) == [1, 3]
    assert records() == []
    load = run(after)["load"]
    assert load(paths) == [1, 3]
    first, second, total = records()
    assert (first.__dict__["path"], second.__dict__["path"]) == (paths[1], paths[2])
    assert first.exc_info is not None
    assert total.__dict__["failed"] == 2
    assert load(paths[:1]) == [1]
    assert records() == []


def test_the_first_record_finds_logging_configured() -> None:
    before, after = repaired(
        "logging_configured_at_import",
        """
        import logging


        def main():
            logging.info("starting")
            logging.basicConfig(level=logging.INFO, force=True)
            logging.info("running")


        if __name__ == "__main__":
            main()
        """,
    )
    written = [
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stderr
        for program in (before, after)
    ]
    assert written == ["INFO:root:running\n", "INFO:root:starting\nINFO:root:running\n"]


def test_a_record_says_what_the_frame_looks_like(tmp_path: Path, records: Records) -> None:
    pytest.importorskip("pandas")
    before, after = repaired(
        "heavy_log_payload",
        """
        import logging

        import pandas as pd

        logger = logging.getLogger(__name__)


        def load(paths):
            rows = 0
            for path in paths:
                orders = pd.read_csv(path)
                logger.info("loaded %s from %s", orders, path)
                rows += len(orders)
            return rows
        """,
    )
    path = tmp_path / "orders.csv"
    path.write_text("id,price\n1,2.5\n2,3.5\n")
    assert run(before)["load"]([path]) == 2
    assert "3.5" in records()[0].getMessage()
    assert run(after)["load"]([path]) == 2
    assert records()[0].getMessage() == f"loaded {{'shape': (2, 2), 'columns': ['id', 'price']}} from {path}"


def test_structlog_events_get_their_values_as_fields() -> None:
    structlog = pytest.importorskip("structlog")
    before, after = repaired(
        "unstructured_log_fields",
        """
        import structlog

        log = structlog.get_logger(__name__)


        def load(path, rows):
            log.warning(f"read {len(rows)} rows of {path}")
        """,
    )
    found = []
    for program in (before, after):
        with structlog.testing.capture_logs() as events:
            run(program)["load"]("a.csv", [1, 2])
        found += events
    assert found == [
        {"event": "read 2 rows of a.csv", "log_level": "warning"},
        {"event": "read_rows_of", "len_rows": 2, "path": "a.csv", "log_level": "warning"},
    ]


def test_loguru_keeps_the_text_and_gains_the_fields() -> None:
    loguru = pytest.importorskip("loguru")
    before, after = repaired(
        "unstructured_log_fields",
        """
        from loguru import logger


        def load(path, share):
            logger.info(f"{share:.1%} of {path!r} at {{once}}")
        """,
    )
    found: list[Any] = []
    loguru.logger.remove()
    sink = loguru.logger.add(lambda message: found.append(message.record))
    try:
        for program in (before, after):
            run(program)["load"]("a.csv", 0.5)
    finally:
        loguru.logger.remove(sink)
    assert [record["message"] for record in found] == ["50.0% of 'a.csv' at {once}"] * 2
    assert [record["extra"] for record in found] == [{}, {"share": 0.5, "path": "a.csv"}]


def test_a_number_comes_with_its_round(records: Records) -> None:
    before, after = repaired(
        "log_without_context",
        """
        import logging

        logger = logging.getLogger(__name__)


        def train(losses):
            for epoch, loss in enumerate(losses):
                logger.info("loss %.1f", loss)
        """,
    )
    run(before)["train"]([0.5, 0.3])
    plain = records()
    run(after)["train"]([0.5, 0.3])
    told = records()
    assert [each.getMessage() for each in told] == [each.getMessage() for each in plain]
    assert [each.__dict__["epoch"] for each in told] == [0, 1]


def test_a_metric_is_kept_in_a_record(records: Records) -> None:
    pytest.importorskip("sklearn")
    before, after = repaired(
        "metric_not_persisted",
        """
        from sklearn.metrics import accuracy_score


        def judge(expected, predicted):
            accuracy = accuracy_score(expected, predicted)
            return predicted
        """,
    )
    assert run(before)["judge"]([1, 0], [1, 1]) == [1, 1]
    assert records() == []
    assert run(after)["judge"]([1, 0], [1, 1]) == [1, 1]
    assert [each.__dict__["accuracy"] for each in records()] == [0.5]


@pytest.mark.parametrize(("rank", "saved"), [(0, ["network"]), (1, [])])
def test_only_the_main_process_saves(install: Install, rank: int, saved: list[str]) -> None:
    before, after = repaired(
        "side_effect_on_every_rank",
        """
        import torch
        import torch.distributed as dist


        def main(network):
            dist.init_process_group("gloo")
            torch.save(network, "network.pt")
            return network
        """,
    )
    for program, expected in ((before, ["network"]), (after, saved)):
        written: list[str] = []
        torch: Any = types.ModuleType("torch")
        torch.save = lambda network, path, written=written: written.append(network)
        torch.distributed = types.ModuleType("torch.distributed")
        torch.distributed.init_process_group = lambda backend: None
        torch.distributed.get_rank = lambda: rank
        install(torch)
        install(torch.distributed)
        assert run(program)["main"]("network") == "network"
        assert written == expected


JUDGED = """
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import accuracy_score


    def judge(rows, labels, held_out, truth):
        model = LogisticRegression()
        model.fit(rows, labels)
        predicted = model.predict(held_out)
        return accuracy_score(truth, predicted)


    def main():
        accuracy = judge([[0], [1], [2], [3]], [0, 0, 1, 1], [[0], [3]], [0, 1])
        return accuracy


    if __name__ == "__main__":
        main()
    """


def test_the_baseline_is_scored_on_the_held_out_rows(records: Records) -> None:
    pytest.importorskip("sklearn")
    program = JUDGED.replace(
        "    return accuracy_score(truth, predicted)",
        "    score = accuracy_score(truth, predicted)\n        return score",
    )
    before, after = repaired("missing_baseline", program)
    expected = run(before)["main"]()
    assert run(after)["main"]() == expected == 1.0
    assert [each.__dict__["baseline_score"] for each in records()] == [0.5]


def test_the_classes_are_reported_too(records: Records) -> None:
    pytest.importorskip("sklearn")
    program = JUDGED.replace(
        "    return accuracy_score(truth, predicted)",
        "    score = accuracy_score(truth, predicted)\n        return score",
    )
    before, after = repaired("aggregate_only_evaluation", program)
    expected = run(before)["main"]()
    assert run(after)["main"]() == expected
    (record,) = records()
    assert record.__dict__["report"]["1"]["recall"] == 1.0


def test_a_traceback_is_written_once(records: Records, capsys: pytest.CaptureFixture[str]) -> None:
    before, after = repaired(
        "print_instead_of_logging",
        """
        import traceback


        def load(path):
            try:
                return path["missing"]
            except KeyError:
                print("no such key:", traceback.format_exc())
                return None
        """,
    )
    assert run(before)["load"]({}) is None
    assert capsys.readouterr().out.count("Traceback") == 1
    assert run(after)["load"]({}) is None
    (record,) = records()
    assert record.getMessage() == "no such key"
    assert logging.Formatter().format(record).count("Traceback") == 1
