"""Churn of the next quarter, from three quarters of usage."""
import pandas as pd
import lightgbm as lgb
from sklearn.metrics import roc_auc_score

TARGET = "churned"
FEATURES = ["calls", "minutes", "data_gb", "complaints", "tenure", TARGET]
FEATURES.remove(TARGET)

customers = pd.read_csv("telecom.csv")
customers = customers[customers["tenure"] > 0]
customers["minutes"] = customers["minutes"] / customers["calls"].clip(lower=1)
print(customers.groupby("month")["churned"].mean())
train = customers[customers["month"] <= 9]
valid = customers[customers["month"] > 9]
print("rows", len(train), len(valid))
print("churn", train[TARGET].mean(), valid[TARGET].mean())
clf = lgb.LGBMClassifier(n_estimators=300, num_leaves=15)
clf.fit(train[FEATURES], train[TARGET])
print("AUC", roc_auc_score(valid[TARGET], clf.predict_proba(valid[FEATURES])[:, 1]))
importance = dict(zip(FEATURES, clf.feature_importances_))
for name in sorted(importance, key=importance.get, reverse=True):
    print(f"{name:12} {importance[name]}")
