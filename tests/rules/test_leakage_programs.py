"""Rules on leakage: the programs run before and after the repair, and the defect is gone."""

from __future__ import annotations

import contextlib
import io
import json
import runpy
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from mllint_rules.engine.registry import load_rules
from mllint_rules.engine.session import Session
from mllint_rules.settings.loading import SettingsFinder
from mllint_rules.source.reading import read_file

pytest.importorskip("sklearn")
np = pytest.importorskip("numpy")
pd = pytest.importorskip("pandas")


def results(folder: Path, program: str, rule: str) -> tuple[Any, Any]:
    """What a program prints as JSON, as it is written and after the repair."""
    path = folder / "program.py"
    path.write_text(dedent(program).lstrip("\n"), encoding="utf-8")
    before = run(path)
    finder = SettingsFinder(isolated=True, overrides={"select": [rule]})
    session = Session(finder, load_rules(["mllint_rules.rules"]))
    outcome = session.fix(read_file(path, str(path)), path, unsafe=True)
    assert outcome.applied
    assert outcome.reverted == ()
    assert outcome.remaining == ()
    path.write_text(outcome.document.text, encoding="utf-8")
    return before, run(path)


def write_noise(folder: Path, **more: Any) -> None:
    """A table of ages and purchases that have nothing to do with each other, beside the program."""
    rng = np.random.default_rng(0)
    columns = {"age": rng.normal(size=400), "bought": rng.integers(0, 2, size=400), **more}
    pd.DataFrame(columns).to_csv(folder / "rows.csv", index=False)


def run(path: Path) -> Any:
    """The libraries are loaded once for all programs; a warning fails the test as anywhere."""
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        runpy.run_path(str(path), run_name="__main__")
    return json.loads(printed.getvalue())


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


def test_features_chosen_in_the_training_part_say_nothing_about_noise(tmp_path: Path) -> None:
    before, after = results(
        tmp_path,
        """
        import json
        import numpy as np
        from sklearn.feature_selection import SelectKBest
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import train_test_split

        rng = np.random.default_rng(0)
        X = rng.normal(size=(100, 5000))
        y = rng.integers(0, 2, size=100)
        X_best = SelectKBest(k=20).fit_transform(X, y)
        X_train, X_test, y_train, y_test = train_test_split(X_best, y, test_size=0.5, random_state=1)
        model = LogisticRegression().fit(X_train, y_train)
        print(json.dumps(model.score(X_test, y_test)))
        """,
        "transformer-fitted-before-split",
    )
    assert before > 0.75
    assert after < 0.6


def test_copies_of_training_rows_are_gone_from_the_test_part(tmp_path: Path) -> None:
    pytest.importorskip("imblearn")
    before, after = results(
        tmp_path,
        """
        import json
        import numpy as np
        from imblearn.over_sampling import RandomOverSampler
        from sklearn.metrics import balanced_accuracy_score
        from sklearn.model_selection import train_test_split
        from sklearn.neighbors import KNeighborsClassifier

        rng = np.random.default_rng(0)
        X = rng.normal(size=(600, 5))
        y = (rng.random(600) < 0.1).astype(int)
        X_all, y_all = RandomOverSampler(random_state=1).fit_resample(X, y)
        X_train, X_test, y_train, y_test = train_test_split(X_all, y_all, random_state=1)
        model = KNeighborsClassifier(n_neighbors=1).fit(X_train, y_train)
        print(json.dumps(balanced_accuracy_score(y_test, model.predict(X_test))))
        """,
        "resampling-before-split",
    )
    assert before > 0.85
    assert after < 0.65


def test_neighbours_made_by_smote_are_gone_from_the_test_part(tmp_path: Path) -> None:
    pytest.importorskip("imblearn")
    before, after = results(
        tmp_path,
        """
        import json
        import numpy as np
        from imblearn.over_sampling import SMOTE
        from sklearn.metrics import balanced_accuracy_score
        from sklearn.model_selection import train_test_split
        from sklearn.neighbors import KNeighborsClassifier

        rng = np.random.default_rng(0)
        X = rng.normal(size=(600, 5))
        y = (rng.random(600) < 0.1).astype(int)
        smote = SMOTE(random_state=1)
        X_all, y_all = smote.fit_resample(X, y)
        X_train, X_test, y_train, y_test = train_test_split(X_all, y_all, random_state=1)
        model = KNeighborsClassifier().fit(X_train, y_train)
        print(json.dumps(balanced_accuracy_score(y_test, model.predict(X_test))))
        """,
        "resampling-before-split",
    )
    assert before > 0.75
    assert after < 0.65


def test_features_chosen_in_each_fold_say_nothing_about_noise(tmp_path: Path) -> None:
    before, after = results(
        tmp_path,
        """
        import json
        import numpy as np
        from sklearn.feature_selection import SelectKBest
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import cross_val_score

        rng = np.random.default_rng(0)
        X = rng.normal(size=(100, 5000))
        y = rng.integers(0, 2, size=100)
        X_best = SelectKBest(k=20).fit_transform(X, y)
        print(json.dumps(cross_val_score(LogisticRegression(), X_best, y).mean()))
        """,
        "preprocessing-outside-cross-validation",
    )
    assert before > 0.75
    assert after < 0.6


def test_a_drift_in_the_test_part_is_not_scaled_away(tmp_path: Path) -> None:
    before, after = results(
        tmp_path,
        """
        import json
        import numpy as np
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import train_test_split
        from sklearn.preprocessing import StandardScaler

        rng = np.random.default_rng(0)
        X = rng.normal(size=(400, 1))
        X[300:] += 2.0
        y = (X[:, 0] > 0).astype(int)
        X_train, X_test, y_train, y_test = train_test_split(X, y, shuffle=False)
        scaler = StandardScaler()
        model = LogisticRegression().fit(scaler.fit_transform(X_train), y_train)
        X_test = scaler.fit_transform(X_test)
        print(json.dumps([X_test.mean(), model.score(X_test, y_test)]))
        """,
        "fit-on-test-data",
    )
    assert before[0] == pytest.approx(0, abs=1e-9)
    assert before[1] < 0.65
    assert after[0] > 1.5
    assert after[1] > 0.9


def test_a_model_of_scaled_rows_is_asked_about_scaled_rows(tmp_path: Path) -> None:
    before, after = results(
        tmp_path,
        """
        import json
        import numpy as np
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import train_test_split
        from sklearn.preprocessing import StandardScaler

        rng = np.random.default_rng(0)
        X = rng.normal(50, 10, size=(400, 2))
        y = (X[:, 0] > 50).astype(int)
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
        scaler = StandardScaler()
        model = LogisticRegression().fit(scaler.fit_transform(X_train), y_train)
        print(json.dumps(model.score(X_test, y_test)))
        """,
        "inconsistent-train-test-preprocessing",
    )
    assert before < 0.65
    assert after > 0.9


def test_a_tree_no_longer_remembers_the_test_rows(tmp_path: Path) -> None:
    before, after = results(
        tmp_path,
        """
        import json
        import numpy as np
        from sklearn.model_selection import train_test_split
        from sklearn.tree import DecisionTreeClassifier

        rng = np.random.default_rng(0)
        X, y = rng.normal(size=(400, 5)), rng.integers(0, 2, size=400)
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
        model = DecisionTreeClassifier(random_state=1)
        model.fit(X, y)
        print(json.dumps(model.score(X_test, y_test)))
        """,
        "overlapping-train-and-test",
    )
    assert before == 1.0
    assert after < 0.65


def test_two_samples_of_one_frame_share_no_rows(tmp_path: Path) -> None:
    write_noise(tmp_path)
    before, after = results(
        tmp_path,
        """
        import json
        import pandas as pd
        from pathlib import Path
        from sklearn.tree import DecisionTreeClassifier

        rows = pd.read_csv(Path(__file__).with_name("rows.csv"))
        train = rows.sample(frac=0.8, random_state=1)
        test = rows.sample(frac=0.2, random_state=2)
        model = DecisionTreeClassifier(random_state=1).fit(train[["age"]], train["bought"])
        score = model.score(test[["age"]], test["bought"])
        print(json.dumps([len(set(train.index) & set(test.index)), len(test), score]))
        """,
        "overlapping-train-and-test",
    )
    assert before[0] > 40
    assert before[2] > 0.8
    assert after[:2] == [0, 80]
    assert after[2] < 0.65


def test_a_model_is_not_given_the_answer(tmp_path: Path) -> None:
    write_noise(tmp_path)
    before, after = results(
        tmp_path,
        """
        import json
        import pandas as pd
        from pathlib import Path
        from sklearn.model_selection import train_test_split
        from sklearn.tree import DecisionTreeClassifier

        data = pd.read_csv(Path(__file__).with_name("rows.csv"))
        X = data
        y = data["bought"]
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
        model = DecisionTreeClassifier(random_state=1).fit(X_train, y_train)
        print(json.dumps(model.score(X_test, y_test)))
        """,
        "target-in-features",
    )
    assert before == 1.0
    assert after < 0.65


def test_a_model_looks_ahead_instead_of_between_known_days(tmp_path: Path) -> None:
    before, after = results(
        tmp_path,
        """
        import json
        import numpy as np
        import pandas as pd
        from sklearn.model_selection import train_test_split
        from sklearn.neighbors import KNeighborsRegressor

        rng = np.random.default_rng(0)
        sales = pd.DataFrame({"day": np.arange(400), "sold": rng.normal(size=400).cumsum()})
        sales["before"] = sales["sold"].shift(7)
        sales = sales.dropna()
        train, test = train_test_split(sales, random_state=1)
        model = KNeighborsRegressor(n_neighbors=2).fit(train[["day", "before"]], train["sold"])
        score = model.score(test[["day", "before"]], test["sold"])
        print(json.dumps([score, bool(train["day"].max() < test["day"].min())]))
        """,
        "shuffled-temporal-split",
    )
    assert before[0] > 0.85
    assert not before[1]
    assert after[0] < 0.5
    assert after[1]


def test_a_rare_class_has_its_share_in_every_part(tmp_path: Path) -> None:
    before, after = results(
        tmp_path,
        """
        import json
        import numpy as np
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import train_test_split

        rng = np.random.default_rng(0)
        X, y = rng.normal(size=(400, 2)), np.repeat([0, 1], [380, 20])
        rare = []
        for seed in range(5):
            X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=seed)
            model = LogisticRegression().fit(X_train, y_train)
            rare.append(int(y_test.sum()))
        print(json.dumps(rare))
        """,
        "unstratified-split",
    )
    assert max(before) - min(before) >= 3
    assert after == [5, 5, 5, 5, 5]


def test_gaps_are_filled_with_the_median_of_the_training_part(tmp_path: Path) -> None:
    income, wealth = np.r_[np.arange(300) % 2, [100.0] * 100], np.r_[[np.nan] * 10, np.arange(390.0)]
    write_noise(tmp_path, income=income, wealth=wealth)
    before, after = results(
        tmp_path,
        """
        import json
        import pandas as pd
        from pathlib import Path
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import train_test_split

        people = pd.read_csv(Path(__file__).with_name("rows.csv"))
        people["wealth"] = people["wealth"].fillna(people["wealth"].median())
        people["income"] = (people["income"] - people["income"].mean()) / people["income"].std()
        train, test = train_test_split(people, shuffle=False)
        model = LogisticRegression(max_iter=1000).fit(train[["income", "wealth"]], train["bought"])
        score = model.score(test[["income", "wealth"]], test["bought"])
        print(json.dumps([float(train["wealth"].iloc[0]), float(train["income"].mean())]))
        """,
        "statistics-computed-before-split",
    )
    # The high incomes and fortunes are all in the test part.
    assert before[0] == 194.5
    assert before[1] < -0.5
    assert after == pytest.approx([144.5, 0.0])


def test_a_column_of_codes_means_the_same_in_both_frames(tmp_path: Path) -> None:
    cities = np.array(["Bern", "Chur", "Genf"])[np.arange(400) % 3]
    write_noise(tmp_path, city=cities, likes=(cities == "Bern").astype(int))
    before, after = results(
        tmp_path,
        """
        import json
        import pandas as pd
        from pathlib import Path
        from sklearn.linear_model import LogisticRegression

        train = pd.read_csv(Path(__file__).with_name("rows.csv"))
        test = pd.read_csv(Path(__file__).with_name("rows.csv")).query("city != 'Bern'")
        X_train = pd.get_dummies(train[["city"]])
        X_test = pd.get_dummies(test[["city"]])
        model = LogisticRegression().fit(X_train, train["likes"])
        try:
            print(json.dumps(model.predict(X_test).mean()))
        except ValueError:
            print(json.dumps("other columns"))
        """,
        "per-split-encoding",
    )
    assert before == "other columns"
    assert after == 0


def test_a_model_does_not_learn_in_which_order_rows_were_collected(tmp_path: Path) -> None:
    write_noise(tmp_path, visit_id=np.arange(400), came=np.repeat([0, 1], 200))
    before, after = results(
        tmp_path,
        """
        import json
        import pandas as pd
        from pathlib import Path
        from sklearn.model_selection import train_test_split
        from sklearn.tree import DecisionTreeClassifier

        data = pd.read_csv(Path(__file__).with_name("rows.csv"))
        X = data[["visit_id", "age", "bought"]]
        X_train, X_test, y_train, y_test = train_test_split(X, data["came"], random_state=1)
        model = DecisionTreeClassifier(random_state=1).fit(X_train, y_train)
        print(json.dumps(model.score(X_test, y_test)))
        """,
        "identifier-as-feature",
    )
    assert before > 0.95
    assert after < 0.65


def test_folds_of_a_random_walk_are_judged_by_later_days(tmp_path: Path) -> None:
    before, after = results(
        tmp_path,
        """
        import json
        import numpy as np
        import pandas as pd
        from sklearn.model_selection import KFold, cross_val_score
        from sklearn.neighbors import KNeighborsRegressor

        rng = np.random.default_rng(0)
        sales = pd.DataFrame({"day": np.arange(400), "sold": rng.normal(size=400).cumsum()})
        sales["before"] = sales["sold"].shift(7)
        sales = sales.dropna()
        folds = KFold(5, shuffle=True, random_state=1)
        scores = cross_val_score(KNeighborsRegressor(2), sales[["day", "before"]], sales["sold"], cv=folds)
        print(json.dumps([len(scores), scores.mean()]))
        """,
        "shuffled-temporal-split",
    )
    assert before[0] == after[0] == 5
    assert before[1] > 0.9
    assert after[1] < 0


def test_a_rare_class_has_its_share_in_every_fold(tmp_path: Path) -> None:
    before, after = results(
        tmp_path,
        """
        import json
        import numpy as np
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import KFold

        rng = np.random.default_rng(0)
        X, y = rng.normal(size=(400, 2)), np.repeat([0, 1], [380, 20])
        rare = []
        for train, test in KFold(4, shuffle=True, random_state=1).split(X, y):
            model = LogisticRegression().fit(X[train], y[train])
            rare.append(int(y[test].sum()))
        print(json.dumps(rare))
        """,
        "unstratified-split",
    )
    assert max(before) - min(before) >= 3
    assert after == [5, 5, 5, 5]


def test_no_patient_is_on_both_sides_of_a_split(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    write_noise(
        tmp_path,
        patient_id=np.repeat(np.arange(40), 10),
        weight=np.repeat(rng.normal(size=40), 10) + rng.normal(0, 0.001, size=400),
        ill=np.repeat(rng.integers(0, 2, size=40), 10),
    )
    before, after = results(
        tmp_path,
        """
        import json
        import pandas as pd
        from pathlib import Path
        from sklearn.model_selection import KFold, cross_val_score, train_test_split
        from sklearn.neighbors import KNeighborsClassifier

        scans = pd.read_csv(Path(__file__).with_name("rows.csv"))
        scans["mean"] = scans.groupby("patient_id")["weight"].transform("mean")
        train, test = train_test_split(scans, random_state=1)
        model = KNeighborsClassifier(1).fit(train[["mean"]], train["ill"])
        score = model.score(test[["mean"]], test["ill"])
        folds = KFold(5, shuffle=True, random_state=1)
        scores = cross_val_score(KNeighborsClassifier(1), scans[["mean"]], scans["ill"], cv=folds)
        both = set(train["patient_id"]) & set(test["patient_id"])
        print(json.dumps([len(both), len(test), score, scores.mean()]))
        """,
        "ungrouped-split",
    )
    assert before[0] > 30
    assert min(before[2:]) > 0.95
    assert after[:2] == [0, 100]
    assert max(after[2:]) < 0.7


def test_one_request_is_scaled_like_the_training_rows(tmp_path: Path) -> None:
    linear = pytest.importorskip("sklearn.linear_model")
    preprocessing = pytest.importorskip("sklearn.preprocessing")
    joblib = pytest.importorskip("joblib")
    ages = np.arange(100.0).reshape(-1, 1)
    scaler = preprocessing.StandardScaler().fit(ages)
    joblib.dump(scaler, tmp_path / "scaler.joblib")
    joblib.dump(linear.LinearRegression().fit(scaler.transform(ages), ages[:, 0]), tmp_path / "model.joblib")
    before, after = results(
        tmp_path,
        """
        import json
        import joblib
        import numpy as np
        from pathlib import Path
        from sklearn.preprocessing import StandardScaler

        model = joblib.load(Path(__file__).with_name("model.joblib"))
        scaler: StandardScaler = joblib.load(Path(__file__).with_name("scaler.joblib"))

        def predict(rows: np.ndarray):
            return model.predict(scaler.fit_transform(rows))

        print(json.dumps([float(predict(np.array([[age]]))[0]) for age in (10, 90)]))
        """,
        "fit-in-inference-path",
    )
    assert before == pytest.approx([49.5, 49.5])
    assert after == pytest.approx([10, 90])


def test_what_a_high_accuracy_hides_is_printed_beside_it(tmp_path: Path) -> None:
    before, after = results(
        tmp_path,
        """
        import numpy as np
        from sklearn.linear_model import LogisticRegression
        from sklearn.metrics import accuracy_score
        from sklearn.model_selection import train_test_split

        rng = np.random.default_rng(0)
        X, y = rng.normal(size=(8000, 2)), np.repeat([0, 1], [7680, 320])
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1, stratify=y)
        model = LogisticRegression(class_weight={0: 1, 1: 2}).fit(X_train, y_train)
        print("[", end="")
        print(accuracy_score(y_test, model.predict(X_test)), sep=",", end="]")
        """,
        "threshold-metric-only",
    )
    accuracy, area = after
    assert before == [accuracy]
    assert accuracy > 0.95
    assert area < 0.6
