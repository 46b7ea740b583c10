import pandas as pd
import xgboost as xgb
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

flights = pd.read_csv("flights_2015.csv", low_memory=False)
flights = flights[(flights["CANCELLED"] == 0) & (flights["DIVERTED"] == 0)]
print("mean delay", flights["ARRIVAL_DELAY"].mean(), "share late", (flights["ARRIVAL_DELAY"] > 15).mean())
print(flights.groupby("AIRLINE")["ARRIVAL_DELAY"].median().sort_values())
flights["delayed"] = (flights["ARRIVAL_DELAY"] > 15).astype(int)
X = flights[["MONTH", "DAY_OF_WEEK", "SCHEDULED_DEPARTURE", "DISTANCE", "AIRLINE"]].copy()
X["AIRLINE"] = X["AIRLINE"].astype("category")
X["hour"] = X["SCHEDULED_DEPARTURE"] // 100
X["weekend"] = X["DAY_OF_WEEK"].isin([6, 7]).astype(int)
X = X.drop(columns=["SCHEDULED_DEPARTURE"])
y = flights["delayed"]

X_dev, X_test, y_dev, y_test = train_test_split(X, y, test_size=0.2, random_state=0, stratify=y)
X_train, X_val, y_train, y_val = train_test_split(X_dev, y_dev, test_size=0.2, random_state=0, stratify=y_dev)
clf = xgb.XGBClassifier(n_estimators=5000, learning_rate=0.03, early_stopping_rounds=50, enable_categorical=True)
clf.fit(X_train, y_train, eval_set=[(X_val, y_val)], verbose=100)
print("best iteration", clf.best_iteration)
print("test AUC", roc_auc_score(y_test, clf.predict_proba(X_test)[:, 1]))
clf.save_model("delay.ubj")
print(pd.Series(clf.feature_importances_, index=X.columns).sort_values())
