"""How good the models are."""

import pandas as pd
import tensorflow as tf
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, precision_score, roc_auc_score
from sklearn.model_selection import KFold


def precision(model: RandomForestClassifier, x_test: pd.DataFrame, y_test: pd.Series) -> float:
    """Of the customers said to leave, the part that does."""
    y_pred = model.predict(x_test)
    return precision_score(y_pred, y_test)


def area(model: RandomForestClassifier, x_test: pd.DataFrame, y_test: pd.Series) -> float:
    """The area under the ROC curve."""
    return roc_auc_score(y_test, model.predict(x_test))


def fit_folds(features: pd.DataFrame, target: pd.Series) -> list[LogisticRegression]:
    """One model for each fold."""
    model = LogisticRegression()
    models = []
    for train, _ in KFold(5).split(features):
        model.fit(features.iloc[train], target.iloc[train])
        models.append(model)
    return models


def f1_of_batches(model: RandomForestClassifier, batches: list) -> float:
    """The F1 score of data that does not fit into memory."""
    total = 0.0
    for features, target in batches:
        total += f1_score(target, model.predict(features))
    return total / len(batches)


def cut(dataset: tf.data.Dataset, count: int) -> tuple[tf.data.Dataset, tf.data.Dataset]:
    """A training and a validation part."""
    dataset = dataset.shuffle(1000)
    return dataset.skip(count), dataset.take(count)


def fit_on_months(months: pd.DataFrame) -> LogisticRegression:
    """A model of the month in which a customer leaves; `months` has a row for each customer and month."""
    months = months.sort_values(["customer_id", "month"])
    months["seen"] = months.groupby("customer_id")["month"].transform("count")
    months["tickets_before"] = months["tickets"].shift(1)
    months["fee_trend"] = months["monthly_fee"].rolling(3, center=True).mean()
    features = months[["seen", "tickets_before", "fee_trend"]]
    return LogisticRegression().fit(features, months["left"])
