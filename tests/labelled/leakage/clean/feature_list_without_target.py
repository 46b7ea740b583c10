import pandas as pd
import lightgbm as lgb
from sklearn.metrics import roc_auc_score

TARGET = "churned"
FEATURES = ["calls", "minutes", "data_gb", "complaints", "tenure", TARGET]
FEATURES.remove(TARGET)

customers = pd.read_csv("telecom.csv")
train = customers[customers["month"] <= 9]
valid = customers[customers["month"] > 9]
clf = lgb.LGBMClassifier(n_estimators=300, num_leaves=15)
clf.fit(train[FEATURES], train[TARGET])
print("AUC", roc_auc_score(valid[TARGET], clf.predict_proba(valid[FEATURES])[:, 1]))
