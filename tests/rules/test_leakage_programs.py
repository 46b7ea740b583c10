"""Rules on leakage: the programs run before and after the repair, and the defect is gone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from mllint_rules.engine.registry import load_rules
from mllint_rules.engine.session import Session
from mllint_rules.settings.loading import SettingsFinder
from mllint_rules.source.reading import read_file

pytest.importorskip("sklearn")
pytest.importorskip("pandas")


def results(folder: Path, program: str, rule: str) -> tuple[Any, Any]:
    """What a program prints as JSON, as it is written and after the repair."""
    path = folder / "program.py"
    path.write_text(dedent(program).lstrip("\n"), encoding="utf-8")
    before = run(path)
    finder = SettingsFinder(isolated=True, overrides={"select": [rule]})
    session = Session(finder, load_rules(["mllint_rules.rules"]))
    outcome = session.fix(read_file(path, str(path)), path, unsafe=True)
    assert outcome.reverted == ()
    assert outcome.remaining == ()
    path.write_text(outcome.document.text, encoding="utf-8")
    return before, run(path)


def run(path: Path) -> Any:
    done = subprocess.run([sys.executable, str(path)], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_swapped_precision_becomes_precision(tmp_path: Path) -> None:
    before, after = results(
        tmp_path,
        """
        import json
        import numpy as np
        from sklearn.dummy import DummyClassifier
        from sklearn.metrics import precision_score, recall_score

        X, y_test = np.zeros((10, 1)), np.array([0, 0, 0, 0, 0, 0, 1, 1, 1, 1])
        model = DummyClassifier(strategy="constant", constant=1).fit(X, y_test)
        y_pred = model.predict(X)
        print(json.dumps([precision_score(y_pred, y_test), recall_score(y_pred, y_test)]))
        """,
        "swapped-metric-arguments",
    )
    assert before == [1.0, 0.4]
    assert after == [0.4, 1.0]


def test_the_area_under_the_curve_is_that_of_the_scores(tmp_path: Path) -> None:
    before, after = results(
        tmp_path,
        """
        import json
        import numpy as np
        from sklearn.linear_model import LogisticRegression
        from sklearn.metrics import balanced_accuracy_score, log_loss, roc_auc_score
        from sklearn.model_selection import cross_val_predict
        from sklearn.svm import SVC

        rng = np.random.default_rng(1)
        X = rng.normal(size=(400, 3))
        y = (X[:, 0] + rng.normal(size=400) > 0.8).astype(int)
        model, machine = LogisticRegression().fit(X, y), SVC().fit(X, y)
        y_pred = model.predict(X)
        print(json.dumps([
            roc_auc_score(y, y_pred),
            roc_auc_score(y, machine.predict(X)),
            roc_auc_score(y, cross_val_predict(model, X, y)),
            log_loss(y, y_pred),
            balanced_accuracy_score(y, y_pred),
            roc_auc_score(y, model.predict_proba(X)[:, 1]),
        ]))
        """,
        "hard-predictions-in-ranking-metric",
    )
    assert before[0] == pytest.approx(before[4])
    assert after[0] == pytest.approx(after[5])
    assert all(scores > labels + 0.05 for scores, labels in zip(after[:3], before[:3], strict=True))
    assert after[3] < 0.7 < before[3]
    assert after[4:] == before[4:]


def test_every_fold_keeps_a_model_of_its_own(tmp_path: Path) -> None:
    before, after = results(
        tmp_path,
        """
        import json
        import numpy as np
        from sklearn.linear_model import LinearRegression, Ridge
        from sklearn.model_selection import KFold

        X = np.arange(20.0).reshape(-1, 1)
        y = X[:, 0] ** 2
        model, models = LinearRegression(), []
        for train, test in KFold(4).split(X):
            model.fit(X[train], y[train])
            models.append(model)

        ridge, best_score, best = Ridge(), -np.inf, None
        for alpha in [0.0, 5000.0]:
            ridge.set_params(alpha=alpha)
            ridge.fit(X, y)
            score = ridge.score(X, y)
            if score > best_score:
                best_score, best = score, ridge
        print(json.dumps([len({float(each.coef_[0]) for each in models}), best.alpha]))
        """,
        "model-reused-across-folds",
    )
    assert before == [1, 5000.0]
    assert after == [4, 0.0]


def test_a_metric_of_all_batches_is_the_metric_of_all_rows(tmp_path: Path) -> None:
    before, after = results(
        tmp_path,
        """
        import json
        import numpy as np
        from sklearn.dummy import DummyClassifier
        from sklearn.metrics import accuracy_score, f1_score


        class Loader:
            def __init__(self, rows, labels, size):
                self.dataset = list(zip(rows, labels))
                self.batches = [(rows[i : i + size], labels[i : i + size]) for i in range(0, len(rows), size)]

            def __iter__(self):
                return iter(self.batches)

            def __len__(self):
                return len(self.batches)


        def f1(model, loader):
            total = 0.0
            for rows, labels in loader:
                total += f1_score(labels, model.predict(rows), zero_division=0)
            return total / len(loader)


        def f1_of_list(model, loader):
            scores = []
            for rows, labels in loader:
                scores.append(f1_score(labels, model.predict(rows), zero_division=0))
            return np.mean(scores)


        def accuracy(model, loader):
            total = 0.0
            for rows, labels in loader:
                total += accuracy_score(labels, model.predict(rows))
            return total / len(loader)


        rows, labels = np.zeros((10, 1)), np.array([1, 1, 1, 1, 0, 0, 0, 0, 1, 1])
        model = DummyClassifier(strategy="constant", constant=1).fit(rows, labels)
        loader = Loader(rows, labels, 4)
        found = [f1(model, loader), f1_of_list(model, loader), accuracy(model, loader)]
        print(json.dumps([*found, f1_score(labels, model.predict(rows)), accuracy_score(labels, model.predict(rows))]))
        """,
        "mean-of-batch-metrics",
    )
    assert before == pytest.approx([2 / 3, 2 / 3, 2 / 3, 0.75, 0.6])
    assert after == pytest.approx([0.75, 0.75, 0.6, 0.75, 0.6])


def test_lags_begin_anew_with_every_entity(tmp_path: Path) -> None:
    before, after = results(
        tmp_path,
        """
        import json
        import pandas as pd

        df = pd.DataFrame({"store": ["a", "a", "a", "b", "b"], "amount": [1.0, 2.0, 3.0, 10.0, 20.0]})
        df["mean"] = df.groupby("store")["amount"].transform("mean")
        df["lag"] = df["amount"].shift(1)
        df["total"] = df["amount"].cumsum()
        df["smooth"] = df["amount"].rolling(2, min_periods=1).mean()
        df["past"] = df["amount"].shift(1).rolling(2, min_periods=1).sum()
        found = {name: [None if value != value else value for value in df[name]] for name in df.columns[3:]}
        print(json.dumps(found))
        """,
        "lag-across-entities",
    )
    assert before["lag"] == [None, 1, 2, 3, 10]
    assert after["lag"] == [None, 1, 2, None, 10]
    assert before["total"] == [1, 3, 6, 16, 36]
    assert after["total"] == [1, 3, 6, 10, 30]
    assert before["smooth"] == [1, 1.5, 2.5, 6.5, 15]
    assert after["smooth"] == [1, 1.5, 2.5, 10, 15]
    assert before["past"] == [None, 1, 3, 5, 13]
    assert after["past"] == [None, 1, 3, None, 10]
