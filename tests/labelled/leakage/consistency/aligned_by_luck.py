"""Salary model: one-hot columns made per file."""
import joblib
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import RobustScaler

KEEP = ["years", "degree", "city", "remote", "salary"]


def read(path):
    people = pd.read_csv(path)[KEEP]
    people["degree"] = people["degree"].fillna("none")
    people["remote"] = people["remote"].astype(int)
    return people[people["salary"].between(10_000, 500_000)]


people = read("survey_2023.csv")
train, test = train_test_split(people, test_size=0.2, random_state=0)
train, test = train.copy(), test.copy()
y_train, y_test = train.pop("salary"), test.pop("salary")

X_train = pd.get_dummies(train, columns=["degree", "city"])
X_test = pd.get_dummies(test, columns=["degree", "city"])  # leak: MLL107
print(X_train.shape, X_test.shape)

scaler = RobustScaler()
train_matrix = scaler.fit_transform(X_train.to_numpy())
model = GradientBoostingRegressor().fit(train_matrix, y_train)
guess = model.predict(X_test.to_numpy())  # leak: MLL106
print("MAE", mean_absolute_error(y_test, guess))
joblib.dump((scaler, model), "salary.joblib")

baseline = make_pipeline(RobustScaler(), Ridge()).fit(X_train.to_numpy(), y_train)
print("weights of the linear baseline", baseline[-1].coef_.round())
