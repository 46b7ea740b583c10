import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error, r2_score

trees = pd.read_csv("urban_trees.csv")
trees = trees.dropna(subset=["canopy", "height", "trunk", "age"])
trees["slender"] = trees["height"] / trees["trunk"]
print(trees.describe().T)
print(trees.groupby("species")["canopy"].mean().nlargest(10))

n = len(trees)
train_rows = np.random.choice(n, size=int(0.8 * n), replace=True)  # also: MLL109
test_rows = np.random.choice(n, size=int(0.2 * n), replace=True)  # leak: MLL109
train = trees.iloc[train_rows]
test = trees.iloc[test_rows]  # also: MLL109

columns = ["height", "trunk", "age", "slender"]
forest = RandomForestRegressor(n_estimators=300, n_jobs=-1)
forest.fit(train[columns], train["canopy"])  # also: MLL109
guess = forest.predict(test[columns])
print("R2", r2_score(test["canopy"], guess))
print("MAE", mean_absolute_error(test["canopy"], guess))

plt.scatter(test["canopy"], guess, s=3)
plt.xlabel("measured")
plt.ylabel("predicted")
plt.savefig("canopy.png")
