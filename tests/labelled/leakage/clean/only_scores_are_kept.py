"""How stable is the lasso on the diabetes data?"""
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_diabetes
from sklearn.linear_model import Lasso
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import RepeatedKFold

X, y = load_diabetes(return_X_y=True)
lasso = Lasso(alpha=0.1)
scores, coefficients = [], []
for train, test in RepeatedKFold(n_splits=5, n_repeats=4, random_state=0).split(X):
    lasso.fit(X[train], y[train])
    coefficients.append(lasso.coef_.copy())
    scores.append(mean_absolute_error(y[test], lasso.predict(X[test])))
print("MAE %.2f" % np.mean(scores))
print("spread of coefficients", np.std(coefficients, axis=0).round(1))
coefficients = np.array(coefficients)
share_zero = (coefficients == 0).mean(axis=0)
names = load_diabetes().feature_names
for name, share in zip(names, share_zero):
    print(f"{name:4} dropped in {share:.0%} of the fits")
plt.boxplot(coefficients)
plt.xticks(range(1, len(names) + 1), names)
plt.savefig("lasso.png")
