"""Linear models, whose features have to be scaled."""

import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler, StandardScaler


def fit_standardised(features: pd.DataFrame, target: pd.Series) -> LogisticRegression:
    """A model of standardised features, and its score on a fifth of the customers."""
    x_train, x_test, y_train, y_test = train_test_split(
        features, target, test_size=0.2, stratify=target, random_state=7
    )
    scaler = StandardScaler()
    model = LogisticRegression()
    model.fit(scaler.fit_transform(x_train), y_train)
    print("accuracy", model.score(scaler.fit_transform(x_test), y_test))
    return model


def fit_squeezed(features: pd.DataFrame, target: pd.Series) -> LogisticRegression:
    """A model of features between 0 and 1, and its score on a fifth of the customers."""
    x_train, x_test, y_train, y_test = train_test_split(
        features, target, test_size=0.2, stratify=target, random_state=7
    )
    scaler = MinMaxScaler()
    model = LogisticRegression()
    model.fit(scaler.fit_transform(x_train), y_train)
    print("accuracy", model.score(x_test, y_test))
    return model
