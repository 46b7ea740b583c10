import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("stroke.csv").drop(columns="id")
print(df.describe(include="all").T)
print("mean glucose", df["avg_glucose_level"].mean())
print(df.groupby("smoking_status")["stroke"].mean())
df = df[df["gender"] != "Other"]
df["age_group"] = pd.cut(df["age"], bins=[0, 18, 35, 50, 65, 120], labels=False)
df["bmi_class"] = pd.cut(df["bmi"], [0, 18.5, 25, 30, np.inf], labels=["under", "normal", "over", "obese"])
df["glucose_high"] = np.where(df["avg_glucose_level"] > 126, 1, 0)
df["bmi_class"] = df["bmi_class"].astype(str)
df = df.drop(columns=["bmi", "age"])
df = pd.get_dummies(df, drop_first=True)

X, y = df.drop("stroke", axis=1), df["stroke"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, stratify=y, random_state=9)
lr = LogisticRegression(class_weight="balanced", max_iter=2000).fit(X_train, y_train)
print("AUC", roc_auc_score(y_test, lr.predict_proba(X_test)[:, 1]))
odds = pd.Series(np.exp(lr.coef_[0]), index=X.columns)
print(odds.sort_values(ascending=False).head(10))
risk = pd.Series(lr.predict_proba(X_test)[:, 1], index=X_test.index)
print(risk.groupby(pd.cut(risk, [0, 0.1, 0.3, 0.5, 1.0])).size())
