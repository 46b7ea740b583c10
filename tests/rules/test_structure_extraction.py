"""Programs whose steps are moved into functions run before and after, and say and write the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from mllint_rules.engine.registry import rules_in_modules
from mllint_rules.source.reading import read_text
from mllint_rules.testkit.sandbox import Sandbox

FOLDER = "mllint_rules.rules.structure"
ORDERS = "price,amount,city,returned\n" + "".join(
    f"{place % 7 + 1},{place % 5},{'ab'[place % 2]},{int(place % 7 > 3)}\n" for place in range(60)
)
HEAD = """
    import json

    import pandas as pd
    from sklearn.linear_model import LinearRegression
    from sklearn.metrics import r2_score
    from sklearn.model_selection import train_test_split
    """


def repair(code: str, *modules: str) -> str:
    """The program after all fixes of these rules, which leave nothing to report."""
    rules = rules_in_modules([f"{FOLDER}.{module}" for module in modules])
    outcome = Sandbox(rules).fix(read_text(code, "program.py"))
    assert outcome.reverted == ()
    assert [each.message for each in outcome.remaining] == []
    return outcome.document.text


def run(code: str, folder: Path) -> tuple[str, dict[str, str]]:
    """What a program prints, and the text files it leaves behind."""
    folder.mkdir()
    (folder / "orders.csv").write_text(ORDERS, encoding="utf-8")
    (folder / "program.py").write_text(code, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "program.py"], cwd=folder, capture_output=True, text=True, check=True, timeout=120
    )
    return done.stdout, {
        path.name: path.read_text(encoding="utf-8")
        for path in sorted(folder.iterdir())
        if path.name != "program.py"
    }


PIPELINES = {
    "plain": """
        df = pd.read_csv("orders.csv")
        df = df.dropna()
        df["total"] = df["price"] * df["amount"]
        left, right = train_test_split(df, random_state=0)
        model = LinearRegression()
        model.fit(left[["total"]], left["returned"])
        print(r2_score(right["returned"], model.predict(right[["total"]])))
        """,
    "many_results": """
        path = "orders.csv"
        df = pd.read_csv(path)
        df["double"] = df["amount"] * 2
        X, y = df[["price", "double"]], df["returned"]
        X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=1)
        model = LinearRegression().fit(X_train, y_train)
        predicted = model.predict(X_test)
        print(f"{r2_score(y_test, predicted):.5f}")
        df.to_csv("out.csv", index=False)
        """,
    "queries_and_comments": '''
        SEED = 3
        cheapest = 2  # what is too cheap

        # Load the orders
        df = pd.read_csv("orders.csv")
        text = """
          not indented
        """

        # Clean the orders
        df = df.query("price > @cheapest")
        df = df.drop_duplicates()
        kept = df.dropna()
        # Train
        left, right = train_test_split(kept, random_state=SEED)
        model = LinearRegression()
        model.fit(left[["price"]], left["returned"])
        print(round(model.score(right[["price"]], right["returned"]), 5), repr(text))  # the score
        ''',
    "names_bound_in_loops": """
        df = pd.read_csv("orders.csv")
        for column in ["price", "amount"]:
            df[column] = df[column].fillna(0)
            last = column
        left, right = train_test_split(df, random_state=0)
        best = -10.0
        for intercept in (True, False):
            model = LinearRegression(fit_intercept=intercept)
            model.fit(left[["price"]], left["returned"])
            score = model.score(right[["price"]], right["returned"])
            if score > best:
                best, best_model = score, model
        print(last, round(best, 5))
        right.to_csv("right.csv")
        with open("best.json", "w") as file:
            json.dump({"best": round(best, 5), "intercept": bool(best_model.fit_intercept)}, file)
        """,
    "functions_and_a_guard": """
        import logging

        logger = logging.getLogger(__name__)
        factor = 3

        def scaled(value):
            return value * factor

        df = pd.read_csv("orders.csv")
        df["scaled"] = df["price"].map(scaled)
        df = df.dropna()
        left, right = train_test_split(df, random_state=0)
        model = LinearRegression()
        model.fit(left[["scaled"]], left["returned"])
        logger.info("fitted")
        score = model.score(right[["scaled"]], right["returned"])

        if __name__ == "__main__":
            # Say it
            print("score", round(score, 5), len(df))
        """,
    "deleted_and_rebound": """
        raw = pd.read_csv("orders.csv")
        df = raw.dropna()
        del raw
        df = df[df["price"] > 1]
        df = df.assign(total=df["price"] + df["amount"])
        left, right = train_test_split(df, random_state=0)
        model = LinearRegression().fit(left[["total"]], left["returned"])
        raw = model.predict(right[["total"]])
        print(round(float(r2_score(right["returned"], raw)), 5))
        """,
    "set_up_between_imports": """
        import os
        os.environ["WHO"] = "me"
        import sys

        if len(sys.argv) > 1:
            limit = int(sys.argv[1])
        else:
            limit = 4
        df = pd.read_csv("orders.csv")
        df = df[df["price"] < limit].dropna()
        left, right = train_test_split(df, random_state=0)
        try:
            model = LinearRegression()
            model.fit(left[["price"]], left["returned"])
        except ValueError as error:
            print("cannot fit", error)
            raise
        shown = lambda value: round(value, 5)
        scores = [shown(model.score(part[["price"]], part["amount"])) for part in (left, right)]
        print(os.environ["WHO"], scores)
        df.to_json("out.json")
        """,
    "interleaved": """
        df = pd.read_csv("orders.csv")
        print(df.shape)
        df["total"] = df["price"] * df["amount"]
        print(df["total"].describe())
        other = pd.read_csv("orders.csv", nrows=5)
        df = pd.concat([df, other])
        df.to_csv("both.csv")
        counts = df.groupby("city")["total"].sum()
        counts.to_json("counts.json")
        model = LinearRegression().fit(df[["price"]], df["amount"])
        print(model.coef_.round(5))
        """,
}


@pytest.mark.parametrize("name", PIPELINES)
def test_moving_the_steps_into_functions_keeps_what_a_program_does(name: str, tmp_path: Path) -> None:
    code = (dedent(HEAD) + dedent(PIPELINES[name])).lstrip()

    repaired = repair(code, "top_level_pipeline")

    assert "def main(" in repaired
    assert run(repaired, tmp_path / "after") == run(code, tmp_path / "before")


SPLIT = """
    def run(path, seed=0):
        "Run all of it."
        df = pd.read_csv(path)
        if df.empty:
            raise ValueError("no rows")

        # Clean the orders
        df = df.dropna()
        df["total"] = df["price"] * df["amount"]
        columns = [column for column in df.columns if column != "returned"]

        left, right = train_test_split(df, random_state=seed)
        model = LinearRegression()
        model.fit(left[["price", "total"]], left["returned"])
        limit = 0.5
        predicted = model.predict(right[["price", "total"]])
        share = sum(value > limit for value in predicted) / len(predicted)

        right.to_csv("right.csv", index=False)
        return columns, round(float(share), 5)


    print(run("orders.csv"), run(path="orders.csv", seed=3))
    """


def test_splitting_a_function_of_several_steps_keeps_what_it_gives(tmp_path: Path) -> None:
    code = (dedent(HEAD) + dedent(SPLIT)).lstrip()

    repaired = repair(code, "mixed_pipeline_stages")

    assert "def clean_orders(" in repaired
    assert run(repaired, tmp_path / "after") == run(code, tmp_path / "before")


def test_one_program_takes_all_repairs_of_the_structure(tmp_path: Path) -> None:
    code = (dedent(HEAD) + dedent(PIPELINES["many_results"])).lstrip()

    repaired = repair(
        code,
        "top_level_pipeline",
        "mixed_pipeline_stages",
        "mutated_data_argument",
        "mutated_module_collection",
        "scattered_hyperparameters",
        "untyped_data_function",
        "unconventional_library_alias",
        "captured_global_data",
    )

    assert run(repaired, tmp_path / "after") == run(code, tmp_path / "before")


REPAIRED = {
    "mutated_data_argument": """
        import numpy as np
        import pandas as pd

        def priced(orders: pd.DataFrame):
            orders["total"] = orders["price"] * orders["amount"]
            return orders

        def clean(orders: pd.DataFrame, lowest=1):
            "Throw out what is too cheap."
            orders.drop(orders[orders["price"] <= lowest].index, inplace=True)

        def scaled(values: np.ndarray):
            values += 1
            return values

        def main():
            orders = pd.read_csv("orders.csv")
            with_total = priced(orders)
            print(with_total["total"].sum(), len(orders))
            clean(orders)
            clean(lowest=2, orders=orders)
            print(len(orders))
            return orders["price"].to_numpy().copy()

        numbers = main()
        more = scaled(numbers)
        print(more.sum())
        print(numbers.shape)
        """,
    "mutated_module_collection": """
        from collections import defaultdict

        results = []
        history = defaultdict(list)

        def keep(name, value, factor=1):
            results.append((name, value * factor))
            history[name].append(value)

        def run(names):
            for place, name in enumerate(names):
                keep(name, place)

        run(["a", "b"])
        keep("c", 3, factor=2)
        print(results, dict(history))
        """,
    "string_dispatch_chain": """
        from sklearn.linear_model import Lasso, LinearRegression, Ridge
        from sklearn.tree import DecisionTreeRegressor

        def model_for(name):
            if name == "plain":
                return LinearRegression()
            elif name == "ridge":
                return Ridge()
            elif name == "lasso":
                return Lasso()
            elif name == "tree":
                return DecisionTreeRegressor()
            else:
                raise ValueError(name)

        print([type(model_for(name)).__name__ for name in ("plain", "ridge", "lasso", "tree")])
        try:
            model_for("forest")
        except ValueError:
            print("no such model")
        """,
    "scattered_hyperparameters": """
        import pandas as pd
        from sklearn.ensemble import RandomForestClassifier
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import train_test_split

        def forest(part, depth=3):
            model = RandomForestClassifier(n_estimators=10, max_depth=depth, random_state=0)
            return model.fit(part[["price"]], part["returned"])

        def linear(part):
            return LogisticRegression(C=0.5, max_iter=200).fit(part[["price"]], part["returned"])

        def small(part):
            return LogisticRegression(C=0.1).fit(part[["price"]], part["returned"])

        def main(path):
            orders = pd.read_csv(path)
            left, right = train_test_split(orders, test_size=0.25, random_state=0)
            for model in (forest(left), linear(left)):
                print(round(model.score(right[["price"]], right["returned"]), 5))
            print(small(left).coef_.round(4), len(forest(left, depth=1).estimators_))

        if __name__ == "__main__":
            main("orders.csv")
        """,
    "unconventional_library_alias": """
        import json, numpy, pandas
        import scipy.stats as stats
        from numpy import max, min, ones
        from sklearn.linear_model import LinearRegression as LR

        max_of = {"max": max}

        def spread(values, numpy_like=None):
            return max(values) - min(values)

        class Model(LR):
            "A model, no pandas."

            def total(self, numbers: pandas.Series):
                import scipy as science
                return numpy.sum(numbers), [numpy.pi for pandas_name in range(2)], science.__name__, json.dumps(1)

        print(spread(ones(3)), Model().total(pandas.Series([1, 2])), max_of["max"]([1, 5]), stats.mode([1, 1]))
        """,
    "untyped_data_function": """
        import pandas
        from sklearn.linear_model import LinearRegression

        def load(path, limit=None):
            return pandas.read_csv(path, nrows=limit)

        def fitted(orders, *, columns=("price",)):
            model = LinearRegression()
            return model.fit(orders[list(columns)], orders["returned"])

        def show(model,
                 orders, digits=3):
            print(round(model.score(orders[["price"]], orders["returned"]), digits))

        orders = load("orders.csv")
        show(fitted(orders), orders)
        """,
    "import_time_pipeline": """
        import pandas as pd
        from functools import reduce

        # What was ordered.
        orders = pd.read_csv(
            "orders.csv",
            nrows=20,
        )  # the first ones
        unused = pd.read_csv("orders.csv")["price"]

        def total(city):
            return orders.loc[orders["city"] == city, "price"].sum()

        def larger(city):
            return total(city) + len(orders)
        """,
}


@pytest.mark.parametrize("rule", REPAIRED)
def test_the_repair_of_a_rule_keeps_what_a_program_does(rule: str, tmp_path: Path) -> None:
    code = dedent(REPAIRED[rule]).lstrip()

    repaired = repair(code, rule)

    assert repaired != code
    after = " ".join(["\nprint(larger('a'), total('b'))"] * (rule == "import_time_pipeline"))
    assert run(repaired + after, tmp_path / "after") == run(code + after, tmp_path / "before")
