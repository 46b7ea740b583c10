import logging

import pandas as pd
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from xgboost import XGBRegressor

log = logging.getLogger("delivery")


def read(path):
    orders = pd.read_csv(path)
    return orders[["distance", "items", "hour", "rain"]], orders["minutes"]


def train(path="deliveries.csv"):
    X, y = read(path)
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=5)
    model = XGBRegressor(n_estimators=800, max_depth=8)
    model.fit(X_train, y_train)
    predicted = model.predict(X_train)
    log.info("mean absolute error: %.2f min", mean_absolute_error(y_train, predicted))  # leak: MLL110
    model.save_model("eta.json")
    return model


if __name__ == "__main__":
    logging.basicConfig(level="INFO")
    train()
