import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupShuffleSplit

scans = pd.read_csv("retina_scans.csv")
scans = scans[scans["quality"] >= 3].reset_index(drop=True)
print(scans.groupby("patient_id").size().describe())
first = scans.groupby("patient_id")["thickness"].transform("first")
scans["change"] = scans["thickness"] - first

columns = ["age", "thickness", "change", "pressure"]
gss = GroupShuffleSplit(n_splits=1, test_size=0.2, random_state=0)
train_rows, test_rows = next(gss.split(scans, groups=scans["patient_id"]))
train, test = scans.iloc[train_rows], scans.iloc[test_rows]
assert set(train["patient_id"]).isdisjoint(test["patient_id"])
print("patients", train["patient_id"].nunique(), test["patient_id"].nunique())
clf = RandomForestClassifier(n_estimators=500, min_samples_leaf=5)
clf.fit(train[columns], train["progressed"])
print("AUC", roc_auc_score(test["progressed"], clf.predict_proba(test[columns])[:, 1]))
risk = pd.Series(clf.predict_proba(test[columns])[:, 1], index=test["patient_id"])
per_patient = risk.groupby(level=0).max()
print(per_patient.nlargest(10))
print(dict(zip(columns, clf.feature_importances_.round(3))))
