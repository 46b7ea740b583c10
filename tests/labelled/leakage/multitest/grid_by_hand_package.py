"""Chooses depth and rate of the boosting by loops."""
import itertools
import logging

import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

logger = logging.getLogger("grid")
GRID = {"max_depth": [2, 3, 4, 5], "learning_rate": [0.02, 0.05, 0.1], "subsample": [0.7, 1.0]}


def read(path):
    patients = pd.read_csv(path)
    patients["bmi"] = patients["weight_kg"] / (patients["height_cm"] / 100) ** 2
    patients["sex"] = patients["sex"].map({"f": 0, "m": 1})
    return patients[["age", "sex", "bmi", "glucose", "pressure"]], patients["diabetes"]


def auc(model, X, y):
    return roc_auc_score(y, model.predict_proba(X)[:, 1])


def search(X_train, X_test, y_train, y_test):
    best_model, best_auc, best_params = None, 0.0, {}
    for values in itertools.product(*GRID.values()):  # also: MLL111
        params = dict(zip(GRID, values))
        model = GradientBoostingClassifier(n_estimators=300, random_state=0, **params)
        model.fit(X_train, y_train)
        score = auc(model, X_test, y_test)  # leak: MLL111; also: MLL112
        logger.info("%s: %.4f", params, score)
        if score > best_auc:
            best_model, best_auc, best_params = model, score, params
    return best_model, best_auc, best_params


def main():
    logging.basicConfig(level=logging.INFO)
    X, y = read("patients.csv")
    X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, test_size=0.2, random_state=0)
    model, best_auc, params = search(X_train, X_test, y_train, y_test)  # also: MLL111
    logger.info("best parameters %s", params)
    logger.info("AUC of the final model on the test set: %.4f", best_auc)  # also: MLL111
    logger.info("importances %s", dict(zip(X.columns, model.feature_importances_.round(3))))


if __name__ == "__main__":
    main()
