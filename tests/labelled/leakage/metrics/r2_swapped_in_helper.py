import numpy as np
import pandas as pd
from sklearn import metrics
from sklearn.linear_model import BayesianRidge
from sklearn.model_selection import train_test_split


def report(model, X, y):
    output = model.predict(X)
    print("MAE ", metrics.mean_absolute_error(output, y))
    print("RMSE", np.sqrt(metrics.mean_squared_error(output, y)))
    print("R2  ", metrics.r2_score(output, y))  # leak: MLL122


tips = pd.read_csv("tips.csv")
print(tips.groupby("day")["tip"].mean())
tips["per_head"] = tips["total_bill"] / tips["size"]
tips = tips[tips["total_bill"] > 0]
X = pd.get_dummies(tips.drop(columns="tip"), drop_first=True)
y = tips["tip"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(len(X_train), "bills to learn from,", len(X_test), "to check")
report(BayesianRidge().fit(X_train, y_train), X_test, y_test)
