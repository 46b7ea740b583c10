"""Whether a forest finds more of the few customers who leave when there are as many of them as of the others."""

import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score, recall_score
from sklearn.model_selection import train_test_split


def evaluate(features: pd.DataFrame, target: pd.Series) -> None:
    """Fit a forest on balanced classes and say how many of those who leave it finds."""
    smote = SMOTE(random_state=7)
    features_even, target_even = smote.fit_resample(features, target)
    x_train, x_test, y_train, y_test = train_test_split(features_even, target_even, test_size=0.2, random_state=7)
    forest = RandomForestClassifier(n_estimators=200, random_state=7)
    forest.fit(x_train, y_train)
    y_pred = forest.predict(x_test)
    print(f"recall {recall_score(y_test, y_pred):.3f}, f1 {f1_score(y_test, y_pred):.3f}")


if __name__ == "__main__":
    customers = pd.read_csv("data/customers.csv", dtype={"customer_id": "string", "zip": "string"})
    evaluate(customers[["monthly_fee", "tickets"]], customers["active"] == "no")
