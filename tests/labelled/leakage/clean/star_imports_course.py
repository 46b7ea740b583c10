# Exercise 7: who passes?
from pandas import *
from sklearn.linear_model import *
from sklearn.metrics import *
from sklearn.model_selection import *
from sklearn.preprocessing import *

grades = read_csv("portuguese_grades.csv", sep=";")
print(grades.shape)
print(grades["G3"].describe())
grades["parents"] = grades["Medu"] + grades["Fedu"]
grades["never_absent"] = (grades["absences"] == 0).astype(int)
grades = get_dummies(grades, drop_first=True)
features = grades.drop(columns=["G1", "G2", "G3"])
passed = (grades["G3"] >= 10).astype(int)
f_train, f_test, p_train, p_test = train_test_split(features, passed, stratify=passed, random_state=0)
scaler = StandardScaler()
f_train = scaler.fit_transform(f_train)
f_test = scaler.transform(f_test)
model = LogisticRegression()
model.fit(f_train, p_train)
print(classification_report(p_test, model.predict(f_test)))
print(roc_auc_score(p_test, model.predict_proba(f_test)[:, 1]))
weights = Series(model.coef_[0], index=features.columns)
print(weights.sort_values().head(5))
print(weights.sort_values().tail(5))
