"""Train the churn model."""

import argparse
from multiprocessing import Pool

import pandas as pd

from churn.features import add_features
from churn.models import fit_forest, split

parser = argparse.ArgumentParser()
parser.add_argument("--data", default="data/customers.csv")
parser.add_argument("--balanced", type=bool, default=False)
args = parser.parse_args()

customers = pd.read_csv(args.data, dtype={"customer_id": "string", "zip": "string"})
best_score = 0.0


def prepare():
    """Clean the customers."""
    return add_features(customers[customers["monthly_fee"] > 0])


def evaluate(model, features, target):
    """Score a model and remember the best one."""
    global best_score
    score = model.score(features, target)
    if score > best_score:
        best_score = score
    return score


def describe():
    """Say what this run does."""
    return f"training on {args.data}"


def square(value):
    """Work for the pool."""
    return value * value


with Pool(2) as pool:
    squares = pool.map(square, [1, 2, 3])

print(describe())
x_train, y_train, x_test, y_test = split(prepare())
model = fit_forest(x_train, y_train)
print("accuracy", evaluate(model, x_test, y_test))
