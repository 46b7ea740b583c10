"""Fraud on a marketplace: the copies are made inside the folds."""
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


def with_copies(frame):
    fraud = frame[frame["fraud"] == 1]
    honest = frame[frame["fraud"] == 0]
    copies = int(len(honest) / len(fraud))
    return pd.concat([honest] + [fraud] * copies).sample(frac=1, random_state=0)


folds = StratifiedKFold(n_splits=5, shuffle=True, random_state=0)
rows = []
for number, (train, valid) in enumerate(folds.split(orders, orders["fraud"])):
    train_part, valid_part = with_copies(orders.iloc[train]), orders.iloc[valid]
    model = xgb.XGBClassifier(n_estimators=300, max_depth=6, learning_rate=0.1)
    model.fit(train_part.drop(columns="fraud"), train_part["fraud"])
    p = model.predict_proba(valid_part.drop(columns="fraud"))[:, 1]
    auc, ap = roc_auc_score(valid_part["fraud"], p), average_precision_score(valid_part["fraud"], p)
    rows.append({"fold": number, "auc": auc, "ap": ap})
    print(rows[-1])
table = pd.DataFrame(rows).set_index("fold")
print(table.mean())
print("standard error", np.round(table.std() / np.sqrt(len(table)), 4).to_dict())
