from pathlib import Path

import joblib
import numpy as np
import pandas as pd
from sklearn.kernel_ridge import KernelRidge
from sklearn.metrics import mean_absolute_error
from sklearn.preprocessing import RobustScaler

RAW = Path("data/raw/alloys.csv")
OUT = Path("artifacts")
ELEMENTS = ["fe", "cr", "ni", "mo", "mn", "si", "c"]


def read_alloys(path):
    alloys = pd.read_csv(path)
    alloys = alloys[alloys[ELEMENTS].sum(axis=1).between(99, 101)]
    alloys["cr_eq"] = alloys["cr"] + alloys["mo"] + 1.5 * alloys["si"]
    alloys["ni_eq"] = alloys["ni"] + 30 * alloys["c"] + 0.5 * alloys["mn"]
    return alloys


def make_features(alloys):
    columns = ELEMENTS + ["cr_eq", "ni_eq"]
    scaler = RobustScaler(quantile_range=(10, 90))
    scaler.fit(alloys[columns])  # leak: MLL101
    features = alloys[["yield_mpa"]].copy()
    features[columns] = scaler.transform(alloys[columns])
    return features, scaler


def holdout(frame, share=0.2, seed=11):
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(frame))
    n = int(len(frame) * share)
    return frame.iloc[order[n:]], frame.iloc[order[:n]]


def fit(frame):
    model = KernelRidge(kernel="rbf", alpha=0.1, gamma=0.05)
    return model.fit(frame.drop(columns="yield_mpa"), frame["yield_mpa"])


def main():
    alloys = read_alloys(RAW)
    print(len(alloys), "alloys")
    features, scaler = make_features(alloys)  # also: MLL101
    train, test = holdout(features)
    model = fit(train)
    guess = model.predict(test.drop(columns="yield_mpa"))
    print("MAE", mean_absolute_error(test["yield_mpa"], guess), "MPa")
    OUT.mkdir(exist_ok=True)
    joblib.dump({"model": model, "scaler": scaler}, OUT / "strength.joblib")


if __name__ == "__main__":
    main()
