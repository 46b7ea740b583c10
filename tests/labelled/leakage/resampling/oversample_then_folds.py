"""Fraud on a marketplace: handcrafted oversampling, then five folds by hand."""
import numpy as np
import pandas as pd
import xgboost as xgb
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import StratifiedKFold

orders = pd.read_csv("marketplace_orders.csv")
orders = orders.drop(columns=["order_id", "buyer_name", "address"])
orders["late_night"] = orders["hour"].isin(range(0, 6)).astype(int)
orders["price_per_item"] = orders["total"] / orders["items"].clip(lower=1)
orders = pd.get_dummies(orders, columns=["payment", "shipping"])
print(orders["fraud"].value_counts())

fraud = orders[orders["fraud"] == 1]
honest = orders[orders["fraud"] == 0]
copies = int(len(honest) / len(fraud))
balanced = pd.concat([honest] + [fraud] * copies)  # leak: MLL103
balanced = balanced.sample(frac=1, random_state=0).reset_index(drop=True)
print(balanced["fraud"].value_counts())

X = balanced.drop(columns="fraud")
y = balanced["fraud"]
folds = StratifiedKFold(n_splits=5, shuffle=True, random_state=0)
rows = []
for number, (train, valid) in enumerate(folds.split(X, y)):
    model = xgb.XGBClassifier(n_estimators=300, max_depth=6, learning_rate=0.1)
    model.fit(X.iloc[train], y.iloc[train])
    p = model.predict_proba(X.iloc[valid])[:, 1]
    rows.append(
        {
            "fold": number,
            "auc": roc_auc_score(y.iloc[valid], p),
            "ap": average_precision_score(y.iloc[valid], p),
        }
    )
    print(rows[-1])
table = pd.DataFrame(rows).set_index("fold")
print(table.mean())
print("standard error", np.round(table.std() / np.sqrt(len(table)), 4).to_dict())
