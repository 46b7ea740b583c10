import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split

crashes = pd.read_csv("accidents.csv", parse_dates=["occurred_at"])
crashes = crashes.dropna(subset=["severity", "light"])
crashes["road_type"] = crashes["road_type"].fillna("unknown")
crashes["speed_limit"] = crashes["speed_limit"].clip(10, 130)
print(crashes["severity"].value_counts())
crashes["hour"] = crashes["occurred_at"].dt.hour
crashes["weekday"] = crashes["occurred_at"].dt.dayofweek
crashes["month"] = crashes["occurred_at"].dt.month
crashes["hour_sin"] = np.sin(2 * np.pi * crashes["hour"] / 24)
crashes = crashes.drop(columns=["occurred_at"])
crashes = pd.get_dummies(crashes, columns=["road_type", "light", "weather"])

X, y = crashes.drop(columns="severity"), crashes["severity"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=0, stratify=y)
rf = RandomForestClassifier(n_estimators=300, n_jobs=-1).fit(X_train, y_train)
print(classification_report(y_test, rf.predict(X_test)))
predicted = pd.Series(rf.predict(X_test), index=X_test.index)
print(pd.crosstab(y_test, predicted, normalize="index").round(2))
importance = pd.Series(rf.feature_importances_, index=X.columns)
print(importance.sort_values(ascending=False).head(12))
