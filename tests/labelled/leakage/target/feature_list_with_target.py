import pandas as pd
import lightgbm as lgb
from sklearn.metrics import roc_auc_score

FEATURES = ["calls", "minutes", "data_gb", "complaints", "tenure", "churned"]  # also: MLL114

customers = pd.read_csv("telecom.csv")
train = customers[customers["month"] <= 9]
valid = customers[customers["month"] > 9]

X_tr, y_tr = train[FEATURES], train["churned"]  # leak: MLL114
X_va, y_va = valid[FEATURES], valid["churned"]  # also: MLL114
clf = lgb.LGBMClassifier(n_estimators=300, num_leaves=15)
clf.fit(X_tr, y_tr)
print("AUC", roc_auc_score(y_va, clf.predict_proba(X_va)[:, 1]))
