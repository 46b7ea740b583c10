import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

vitals = pd.read_csv("icu_vitals.csv").sort_values(["patient", "hour"])
vitals = vitals[vitals["heart_rate"].between(20, 250)]
print(vitals.groupby("patient").size().describe())
print("sepsis", vitals["sepsis_6h"].mean())
vitals["lactate"] = vitals["lactate"].ffill()  # leak: MLL119; also: MLL102
vitals["hr_prev"] = vitals.groupby("patient")["heart_rate"].shift(1)
vitals = vitals.dropna(subset=["hr_prev", "lactate"])

X = vitals[["lactate", "heart_rate", "hr_prev", "map"]]
y = vitals["sepsis_6h"]
aucs = []
for tr, va in GroupKFold(5).split(X, y, groups=vitals["patient"]):
    lr = LogisticRegression(max_iter=1000).fit(X.iloc[tr], y.iloc[tr])
    aucs.append(roc_auc_score(y.iloc[va], lr.predict_proba(X.iloc[va])[:, 1]))
print("AUC per fold", aucs)
final = LogisticRegression(max_iter=1000).fit(X, y)
print(dict(zip(X.columns, final.coef_[0].round(3))))
