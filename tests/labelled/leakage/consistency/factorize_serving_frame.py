import pickle

import pandas as pd
from sklearn.ensemble import ExtraTreesRegressor


def train(path):
    history = pd.read_csv(path)
    history["route"], _ = pd.factorize(history["route"])
    history["carrier"], _ = pd.factorize(history["carrier"])
    model = ExtraTreesRegressor(n_estimators=300).fit(history[["route", "carrier", "weight"]], history["cost"])
    with open("freight.pkl", "wb") as handle:
        pickle.dump(model, handle)


def score(path):
    with open("freight.pkl", "rb") as handle:
        model = pickle.load(handle)
    batch = pd.read_csv(path)
    batch["route"], _ = pd.factorize(batch["route"])  # leak: MLL107
    batch["carrier"], _ = pd.factorize(batch["carrier"])  # leak: MLL107
    batch["cost"] = model.predict(batch[["route", "carrier", "weight"]])
    batch.to_csv("scored.csv", index=False)


if __name__ == "__main__":
    train("history.csv")
    score("today.csv")
