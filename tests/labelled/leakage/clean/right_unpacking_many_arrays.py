import numpy as np
from sklearn.ensemble import ExtraTreesRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split

blob = np.load("molecules.npz")
X, y, weight = blob["X"], blob["y"], blob["weight"]
X_train, X_test, y_train, y_test, w_train, w_test = train_test_split(X, y, weight, test_size=0.2, random_state=0)
trees = ExtraTreesRegressor(n_estimators=200)
trees.fit(X_train, y_train, sample_weight=w_train)
print("MAE", mean_absolute_error(y_test, trees.predict(X_test), sample_weight=w_test))

print("most used:", np.argsort(trees.feature_importances_)[::-1][:10])

# two people look at one half each
ids = np.arange(len(X))
left, right = train_test_split(ids, test_size=0.5, random_state=1)
np.savez("annotators.npz", anna=left, ben=right)
