import numpy as np
import pandas as pd
from catboost import CatBoostRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def evaluate(model, X_test, y_test):
    return mean_absolute_error(y_test, model.predict(X_test))  # also: MLL112


def main():
    wells = pd.read_csv("well_logs.csv")
    X = wells[["gamma", "resistivity", "density", "neutron"]].to_numpy()
    y = wells["porosity"].to_numpy()
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=2)

    mlp = make_pipeline(StandardScaler(), MLPRegressor((64, 64), max_iter=1000))
    mlp.fit(X_train, y_train)
    boosted = CatBoostRegressor(iterations=800, verbose=0)
    boosted.fit(X_train, y_train)

    print("network", evaluate(mlp, X_test, y_test))  # also: MLL112
    print("boosting", evaluate(boosted, X_test, y_test))  # leak: MLL112


if __name__ == "__main__":
    main()
