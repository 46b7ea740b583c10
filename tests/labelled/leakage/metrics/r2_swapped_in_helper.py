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
X = pd.get_dummies(tips.drop(columns="tip"), drop_first=True)
y = tips["tip"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
report(BayesianRidge().fit(X_train, y_train), X_test, y_test)
