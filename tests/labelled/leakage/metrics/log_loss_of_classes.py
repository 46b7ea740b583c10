import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import average_precision_score, log_loss
from sklearn.model_selection import train_test_split


def evaluate(model, X, y):
    predicted = model.predict(X)
    return {
        "log_loss": log_loss(y, predicted),  # leak: MLL123
        "avg_precision": average_precision_score(y, predicted),  # leak: MLL123
    }


def main():
    leads = pd.read_csv("leads.csv").drop(columns="Lead Number")
    y = leads.pop("Converted")
    X = pd.get_dummies(leads.fillna("unknown"))
    X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=1)
    model = GradientBoostingClassifier()
    model.fit(X_train, y_train)
    for name, value in evaluate(model, X_test, y_test).items():
        print(name, np.round(value, 4))


main()
