import argparse

import numpy as np
import pandas as pd
from sklearn.linear_model import LassoCV
from sklearn.metrics import mean_squared_error


def winsorize(column, share=0.01):
    lower = column.quantile(share)  # leak: MLL102
    upper = column.quantile(1 - share)  # also: MLL102
    return column.clip(lower, upper)  # also: MLL102


def standardise(column):
    return (column - column.mean()) / column.std()  # leak: MLL102


def build(path):
    survey = pd.read_csv(path, sep="\t")
    survey = survey.dropna(subset=["life_satisfaction"])
    survey = survey.rename(columns=lambda name: name.strip().lower().replace(" ", "_"))
    for name in ["income", "commute_minutes", "rent"]:
        survey[name] = standardise(winsorize(survey[name]))  # also: MLL102
    survey["employed"] = survey["employment"].isin(["full", "part"]).astype(int)
    survey["children"] = survey["children"].fillna(0)
    return survey[["income", "commute_minutes", "rent", "employed", "children", "life_satisfaction"]].dropna()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("path")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    survey = build(args.path)
    rng = np.random.default_rng(args.seed)
    is_test = rng.random(len(survey)) < 0.25
    train, test = survey[~is_test], survey[is_test]
    features = survey.columns.drop("life_satisfaction")
    lasso = LassoCV(cv=5).fit(train[features], train["life_satisfaction"])
    error = mean_squared_error(test["life_satisfaction"], lasso.predict(test[features])) ** 0.5
    print("RMSE", error)
    print(dict(zip(features, lasso.coef_.round(3))))


if __name__ == "__main__":
    main()
