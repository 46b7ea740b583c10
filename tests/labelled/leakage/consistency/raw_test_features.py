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
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)

sc = StandardScaler()
X_train_scaled = sc.fit_transform(X_train)
X_test_scaled = sc.transform(X_test)

lr = LogisticRegression()
lr.fit(X_train_scaled, y_train)
y_pred = lr.predict(X_test)  # leak: MLL106
print(classification_report(y_test, y_pred))
weights = pd.Series(lr.coef_[0], index=X.columns).sort_values()
weights.plot.barh().figure.savefig("weights.png")
print(pd.crosstab(y_test, y_pred))
