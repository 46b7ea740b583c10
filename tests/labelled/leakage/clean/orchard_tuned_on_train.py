"""Yield of apple trees: tuned on the training part, reported on the rest, then fitted on everything."""
import joblib
import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import GridSearchCV, KFold, train_test_split


def load():
    orchard = pd.read_csv("orchard.csv")
    orchard = orchard[orchard["kg"] > 0]
    orchard["age"] = 2024 - orchard["planted"]
    orchard["variety"] = orchard["variety"].astype("category").cat.codes
    return orchard.drop(columns=["kg", "planted"]), orchard["kg"]


def tune(X, y):
    grid = {"max_leaf_nodes": [7, 15, 31], "learning_rate": [0.03, 0.1], "l2_regularization": [0.0, 1.0]}
    search = GridSearchCV(
        HistGradientBoostingRegressor(random_state=0), grid, cv=KFold(5, shuffle=True, random_state=0)
    )
    search.fit(X, y)
    print("parameters", search.best_params_)
    return search.best_estimator_


X, y = load()
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
model = tune(X_train, y_train)
guess = model.predict(X_test)
print("MAE on held-out trees", mean_absolute_error(y_test, guess))
print("share within 2 kg", np.mean(np.abs(guess - y_test) < 2))

joblib.dump(clone(model).fit(X, y), "orchard.joblib")
