"""Models of what happens month by month; every file has a row for each customer and month."""

import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split


def predict_fees(path: str) -> float:
    """How well the fee of a customer follows from how long the customer has been there."""
    months = pd.read_csv(path, dtype={"customer_id": "string", "month": "string"})
    months["age"] = months.groupby("customer_id")["month"].transform("count")
    train, test = train_test_split(months, test_size=0.2, random_state=7)
    model = Ridge().fit(train[["age", "tickets"]], train["monthly_fee"])
    return model.score(test[["age", "tickets"]], test["monthly_fee"])


def predict_losses(path: str) -> float:
    """How well the number of customers who leave in a month follows from the month before."""
    losses = pd.read_csv(path, dtype={"month": "string"})
    losses["month_before"] = losses["left"].shift(1)
    losses = losses.dropna()
    train, test = train_test_split(losses, test_size=0.2, random_state=7)
    model = Ridge().fit(train[["month_before"]], train["left"])
    return model.score(test[["month_before"]], test["left"])
