import numpy as np
from sklearn.datasets import load_diabetes
from sklearn.ensemble import ExtraTreesRegressor
from sklearn.model_selection import ShuffleSplit
from sklearn.metrics import mean_absolute_error

X, y = load_diabetes(return_X_y=True)
errors = []
for test_index, train_index in ShuffleSplit(n_splits=10, test_size=0.2, random_state=0).split(X):  # leak: MLL121
    trees = ExtraTreesRegressor(n_estimators=200)
    trees.fit(X[train_index], y[train_index])  # also: MLL105
    errors.append(mean_absolute_error(y[test_index], trees.predict(X[test_index])))  # also: MLL110
print("MAE %.2f" % np.mean(errors))
