"""Which model does best on the customers."""

import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

customers = pd.read_csv("data/customers.csv", dtype={"customer_id": "string", "zip": "string"})
customers["tickets"] = customers["tickets"].fillna(customers["tickets"].median())
target = customers["active"] == "no"

scaler = StandardScaler()
features = scaler.fit_transform(customers[["monthly_fee", "tickets"]])
x_train, x_test, y_train, y_test = train_test_split(features, target, test_size=0.2, random_state=7)

candidates = {
    "logistic regression": LogisticRegression(),
    "nearest neighbours": KNeighborsClassifier(n_neighbors=15),
    "forest": RandomForestClassifier(n_estimators=200, random_state=7),
}
for name, model in candidates.items():
    model.fit(x_train, y_train)
    area = roc_auc_score(y_test, model.predict_proba(x_test)[:, 1])
    print(f"{name}: {area:.3f}")
