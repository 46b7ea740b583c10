import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

scans = pd.read_csv("retina_scans.csv")
scans = scans[scans["quality"] >= 3].reset_index(drop=True)
print("progressed", scans["progressed"].mean())
n_scans = scans.groupby("patient_id")["scan_no"].transform("count")  # also: MLL102
scans = scans[n_scans >= 2]
scans["first_thickness"] = scans.groupby("patient_id")["thickness"].transform("first")  # also: MLL102
scans["change"] = scans["thickness"] - scans["first_thickness"]

columns = ["age", "thickness", "change", "pressure"]
X_train, X_test, y_train, y_test = train_test_split(  # leak: MLL116
    scans[columns], scans["progressed"], test_size=0.2, random_state=0, stratify=scans["progressed"]
)
clf = RandomForestClassifier(n_estimators=500, min_samples_leaf=5)
clf.fit(X_train, y_train)
print("AUC", roc_auc_score(y_test, clf.predict_proba(X_test)[:, 1]))
print(dict(zip(columns, clf.feature_importances_.round(3))))
