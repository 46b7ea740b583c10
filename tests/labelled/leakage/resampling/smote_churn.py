import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score, classification_report
from sklearn.model_selection import train_test_split

telco = pd.read_csv("WA_Fn-UseC_-Telco-Customer-Churn.csv")
telco = telco.drop(columns=["customerID"])
telco["TotalCharges"] = pd.to_numeric(telco["TotalCharges"], errors="coerce").fillna(0)
telco["Churn"] = telco["Churn"].eq("Yes").astype(int)
telco = pd.get_dummies(telco, drop_first=True)

X = telco.drop(columns=["Churn"])
y = telco["Churn"]
print(y.value_counts())

sm = SMOTE(random_state=42)
X_res, y_res = sm.fit_resample(X, y)  # leak: MLL103
print("after:", y_res.value_counts())

X_train, X_test, y_train, y_test = train_test_split(X_res, y_res, test_size=0.2, random_state=42)
model = RandomForestClassifier(n_estimators=200)
model.fit(X_train, y_train)
print(classification_report(y_test, model.predict(X_test)))
print(roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))
