import argparse

import numpy as np
import pandas as pd
from sklearn.linear_model import LassoCV
from sklearn.metrics import mean_squared_error

NUMERIC = ["income", "commute_minutes", "rent"]


def limits(train, share=0.01):
    return train[NUMERIC].quantile(share), train[NUMERIC].quantile(1 - share)


def apply(frame, low, high, centre, spread):
    frame = frame.copy()
    frame[NUMERIC] = (frame[NUMERIC].clip(low, high, axis=1) - centre) / spread
    return frame


def load(path):
    survey = pd.read_csv(path, sep="\t")
    survey = survey.dropna(subset=["life_satisfaction"])
    survey = survey.rename(columns=lambda name: name.strip().lower().replace(" ", "_"))
    survey["employed"] = survey["employment"].isin(["full", "part"]).astype(int)
    survey["children"] = survey["children"].fillna(0)
    return survey[NUMERIC + ["employed", "children", "life_satisfaction"]].dropna()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("path")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    survey = load(args.path)
    print("mean satisfaction", survey["life_satisfaction"].mean())
    is_test = np.random.default_rng(args.seed).random(len(survey)) < 0.25
    train, test = survey[~is_test], survey[is_test]
    low, high = limits(train)
    clipped = train[NUMERIC].clip(low, high, axis=1)
    centre, spread = clipped.mean(), clipped.std()
    train, test = (apply(part, low, high, centre, spread) for part in (train, test))
    features = survey.columns.drop("life_satisfaction")
    lasso = LassoCV(cv=5).fit(train[features], train["life_satisfaction"])
    error = mean_squared_error(test["life_satisfaction"], lasso.predict(test[features])) ** 0.5
    print("RMSE", error)


if __name__ == "__main__":
    main()
