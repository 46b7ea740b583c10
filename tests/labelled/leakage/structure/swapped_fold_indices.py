"""Progression of diabetes: ten random splits."""
import numpy as np
from sklearn.datasets import load_diabetes
from sklearn.ensemble import ExtraTreesRegressor
from sklearn.model_selection import ShuffleSplit
from sklearn.metrics import mean_absolute_error

X, y = load_diabetes(return_X_y=True)
print(X.shape, "mean target", y.mean())
keep = y < 340
X, y = X[keep], y[keep]
errors = []
for test_index, train_index in ShuffleSplit(n_splits=10, test_size=0.2, random_state=0).split(X):  # leak: MLL121
    trees = ExtraTreesRegressor(n_estimators=200)
    trees.fit(X[train_index], y[train_index])  # also: MLL105
    errors.append(mean_absolute_error(y[test_index], trees.predict(X[test_index])))  # also: MLL110
print("MAE %.2f" % np.mean(errors))
print("std %.2f, best %.2f, worst %.2f" % (np.std(errors), min(errors), max(errors)))
final = ExtraTreesRegressor(n_estimators=200).fit(X, y)
for name, value in zip(load_diabetes().feature_names, final.feature_importances_):
    print(f"{name:4} {value:.3f}")
