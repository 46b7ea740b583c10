import pandas as pd
import numpy as np
from sklearn.impute import KNNImputer
from sklearn.model_selection import cross_validate
from sklearn.ensemble import RandomForestClassifier

COLUMNS = ["age", "sex", "cp", "trestbps", "chol", "fbs", "restecg", "thalach", "exang", "oldpeak", "slope", "ca", "thal"]

raw = pd.read_csv("processed.cleveland.data", names=COLUMNS + ["num"], na_values="?")
print(raw.isnull().sum())
print(raw.groupby("num").size())
raw = raw[raw["trestbps"] > 0]
disease = (raw["num"] > 0).astype(int)
inputs = raw[COLUMNS]

imputer = KNNImputer(n_neighbors=7)
filled = pd.DataFrame(imputer.fit_transform(inputs), columns=COLUMNS)  # leak: MLL104
filled["pulse_reserve"] = 220 - filled["age"] - filled["thalach"]

forest = RandomForestClassifier(n_estimators=400, min_samples_leaf=3, random_state=5)
result = cross_validate(forest, filled, disease, cv=10, scoring=["roc_auc", "f1"], n_jobs=-1)
for name in ("test_roc_auc", "test_f1"):
    print(name, np.round(result[name].mean(), 3))
