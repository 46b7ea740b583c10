"""Churn of the next quarter, from three quarters of usage."""
import pandas as pd
import lightgbm as lgb
from sklearn.metrics import roc_auc_score

FEATURES = ["calls", "minutes", "data_gb", "complaints", "tenure", "churned"]  # also: MLL114

customers = pd.read_csv("telecom.csv")
customers = customers[customers["tenure"] > 0]
print(customers.groupby("month")["churned"].mean())
train = customers[customers["month"] <= 9]
valid = customers[customers["month"] > 9]

X_tr, y_tr = train[FEATURES], train["churned"]  # leak: MLL114
X_va, y_va = valid[FEATURES], valid["churned"]  # also: MLL114
clf = lgb.LGBMClassifier(n_estimators=300, num_leaves=15)
clf.fit(X_tr, y_tr)
print("AUC", roc_auc_score(y_va, clf.predict_proba(X_va)[:, 1]))
importance = dict(zip(FEATURES, clf.feature_importances_))
for name in sorted(importance, key=importance.get, reverse=True):
    print(f"{name:12} {importance[name]}")
