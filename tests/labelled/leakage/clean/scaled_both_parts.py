import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

pima = pd.read_csv("diabetes.csv")
print(pima.describe())
pima = pima[pima["Glucose"] > 0]
pima["Insulin"] = pima["Insulin"].clip(upper=600)
X = pima.drop("Outcome", axis=1)
y = pima["Outcome"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0, stratify=y)

sc = StandardScaler()
sc.fit(X_train)
X_train_scaled = pd.DataFrame(sc.transform(X_train), columns=X.columns, index=X_train.index)
X_test_scaled = pd.DataFrame(sc.transform(X_test), columns=X.columns, index=X_test.index)

lr = LogisticRegression().fit(X_train_scaled, y_train)
y_pred = lr.predict(X_test_scaled)
print(classification_report(y_test, y_pred))
print(pd.Series(lr.coef_[0], X.columns))
print("intercept", lr.intercept_[0])
risk = lr.predict_proba(X_test_scaled)[:, 1]
print(pd.Series(risk).describe())
