"""Which of the customers who joined this year will leave, going by the older ones."""

import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier

customers = pd.read_csv("data/customers.csv", dtype={"customer_id": "string", "zip": "string"})
older = customers[customers["signup_date"] < "2025-01-01"]
recent = customers[customers["signup_date"] >= "2025-01-01"]

columns = ["plan", "monthly_fee", "tickets"]
older_features = pd.get_dummies(older[columns])
recent_features = pd.get_dummies(recent[columns])

model = GradientBoostingClassifier(random_state=7)
model.fit(older_features, older["active"] == "no")
leaving = recent[model.predict(recent_features)]
leaving.to_csv("leaving.csv", index=False)
