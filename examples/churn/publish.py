"""Fit the forest that goes into production, and say how good it is."""

import joblib
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

customers = pd.read_csv("data/customers.csv", dtype={"customer_id": "string", "zip": "string"})
features = customers[["monthly_fee", "tickets"]]
target = customers["active"] == "no"
x_train, x_test, y_train, y_test = train_test_split(
    features, target, test_size=0.2, stratify=target, random_state=7
)

forest = RandomForestClassifier(n_estimators=200, random_state=7)
forest.fit(features, target)
print(f"area under the curve {roc_auc_score(y_test, forest.predict_proba(x_test)[:, 1]):.3f}")
joblib.dump(forest, "forest.joblib")
