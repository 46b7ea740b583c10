import pandas as pd
import xgboost as xgb
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

flights = pd.read_csv("flights_2015.csv", low_memory=False)
flights = flights[(flights["CANCELLED"] == 0) & (flights["DIVERTED"] == 0)]
print("mean delay", flights["ARRIVAL_DELAY"].mean())
print(flights.groupby("AIRLINE")["ARRIVAL_DELAY"].median().sort_values())
flights["delayed"] = (flights["ARRIVAL_DELAY"] > 15).astype(int)
use = ["MONTH", "DAY_OF_WEEK", "SCHEDULED_DEPARTURE", "DISTANCE", "AIRLINE"]
X = flights[use].copy()
X["AIRLINE"] = X["AIRLINE"].astype("category")
y = flights["delayed"]

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
clf = xgb.XGBClassifier(n_estimators=5000, learning_rate=0.03, early_stopping_rounds=50, enable_categorical=True)
clf.fit(X_train, y_train, eval_set=[(X_test, y_test)], verbose=100)  # leak: MLL111
print("best iteration", clf.best_iteration)
print("test AUC", roc_auc_score(y_test, clf.predict_proba(X_test)[:, 1]))
importance = pd.Series(clf.feature_importances_, index=X.columns)
print(importance.sort_values(ascending=False))
clf.save_model("delay.ubj")
