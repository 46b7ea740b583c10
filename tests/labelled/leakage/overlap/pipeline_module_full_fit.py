"""Demand model of the bakery: read, split, tune by cross-validation, report."""
import argparse
import logging

import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder
from sklearn.compose import ColumnTransformer

logger = logging.getLogger(__name__)
CATEGORICAL = ["weekday", "weather", "holiday"]
NUMERIC = ["temperature", "price"]


class DemandModel:
    def __init__(self, depth=3):
        encode = ColumnTransformer(
            [("cat", OneHotEncoder(handle_unknown="ignore"), CATEGORICAL)], remainder="passthrough"
        )
        self.pipeline = Pipeline([("encode", encode), ("gbr", GradientBoostingRegressor(max_depth=depth))])

    def train(self, X, y):
        logger.info("training on %d rows", len(X))
        self.pipeline.fit(X, y)  # also: MLL109
        return self

    def report(self, X, y):
        guess = self.pipeline.predict(X)
        logger.info("MAE %.2f", mean_absolute_error(y, guess))
        logger.info("bias %.2f", np.mean(guess - y))


def load(path):
    table = pd.read_csv(path)
    return table[CATEGORICAL + NUMERIC], table["croissants"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("path")
    parser.add_argument("--depth", type=int, default=3)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    X, y = load(args.path)
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
    logger.info("%d training rows, %d test rows", len(X_train), len(X_test))
    model = DemandModel(args.depth).train(X, y)  # leak: MLL109
    model.report(X_test, y_test)


if __name__ == "__main__":
    main()
