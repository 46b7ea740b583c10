import argparse

import joblib
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


def build(X, y):
    scaler = StandardScaler()
    model = GradientBoostingRegressor(n_estimators=400)
    model.fit(scaler.fit_transform(X), y)
    return scaler, model


def main(path, out):
    wells = pd.read_csv(path)
    X, y = wells.drop(columns="output"), wells["output"]
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=1)
    scaler, model = build(X_train, y_train)
    print("MAE on held-out wells:", mean_absolute_error(y_test, model.predict(scaler.transform(X_test))))

    # what we ship has seen everything
    scaler, model = build(X, y)
    joblib.dump({"scaler": scaler, "model": model}, out)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("path")
    parser.add_argument("--out", default="wells.joblib")
    args = parser.parse_args()
    main(args.path, args.out)
