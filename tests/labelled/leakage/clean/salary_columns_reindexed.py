"""Salary model: one-hot columns of the training part rule."""
import joblib
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import RobustScaler

KEEP = ["years", "degree", "city", "remote", "salary"]


def read(path):
    people = pd.read_csv(path)[KEEP]
    people["degree"] = people["degree"].fillna("none")
    people["remote"] = people["remote"].astype(int)
    return people[people["salary"].between(10_000, 500_000)]


def encode(frame, columns=None):
    coded = pd.get_dummies(frame, columns=["degree", "city"])
    return coded if columns is None else coded.reindex(columns=columns, fill_value=0)


people = read("survey_2023.csv")
print(people.groupby("city")["salary"].median())
train, test = train_test_split(people, test_size=0.2, random_state=0)
train, test = train.copy(), test.copy()
y_train, y_test = train.pop("salary"), test.pop("salary")
X_train = encode(train)
X_test = encode(test, X_train.columns)

scaler = RobustScaler().fit(X_train)
model = GradientBoostingRegressor().fit(scaler.transform(X_train), y_train)
print("MAE", mean_absolute_error(y_test, model.predict(scaler.transform(X_test))))
joblib.dump((list(X_train.columns), scaler, model), "salary.joblib")
