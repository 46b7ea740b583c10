import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.utils import resample

trees = pd.read_csv("tree_heights.csv")
trees = trees[trees["height"].between(1, 80)]
trees["species"] = trees["species"].str.strip().str.lower()
print(trees.groupby("species")["height"].describe())
X = trees[["diameter", "crown", "age", "altitude"]]
y = trees["height"].to_numpy()
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0)
forest = RandomForestRegressor(n_estimators=200).fit(X_train, y_train)
predicted = forest.predict(X_test)
residual = y_test - predicted
print("bias", residual.mean(), "largest", np.abs(residual).max())

errors = []
for seed in range(1000):
    truth, guess = resample(y_test, predicted, random_state=seed)
    errors.append(mean_absolute_error(truth, guess))
low, high = np.percentile(errors, [2.5, 97.5])
print(f"MAE {mean_absolute_error(y_test, predicted):.2f} m, 95% interval {low:.2f} to {high:.2f}")
oob = RandomForestRegressor(n_estimators=200, oob_score=True).fit(X_train, y_train)
print("out of bag R2", oob.oob_score_)
