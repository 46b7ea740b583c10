import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.ensemble import ExtraTreesRegressor
from sklearn.linear_model import RidgeCV
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import KFold, train_test_split
from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("superconductors.csv")
X, y = df.drop(columns="critical_temp").to_numpy(), df["critical_temp"].to_numpy()
X, X_test, y, y_test = train_test_split(X, y, test_size=0.2, random_state=0)

bases = [ExtraTreesRegressor(n_estimators=200, n_jobs=-1), make_pipeline(StandardScaler(), KNeighborsRegressor())]
oof = np.zeros((len(X), len(bases)))
for train, valid in KFold(5, shuffle=True, random_state=0).split(X):
    for j, base in enumerate(bases):
        oof[valid, j] = clone(base).fit(X[train], y[train]).predict(X[valid])

meta = RidgeCV().fit(oof, y)
for base in bases:
    base.fit(X, y)
stacked = np.column_stack([base.predict(X_test) for base in bases])
print("RMSE", mean_squared_error(y_test, meta.predict(stacked)) ** 0.5)
