"""Which forest for the seed sorter? The final check follows next season on new seed lots."""
import json

import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GridSearchCV

seeds = pd.read_csv("seeds.csv")
seeds["roundness"] = seeds["perimeter"] ** 2 / seeds["area"]
print(seeds.groupby("variety").size())
X, y = seeds.drop(columns="variety"), seeds["variety"]
grid = GridSearchCV(
    RandomForestClassifier(random_state=0), {"n_estimators": [100, 300], "min_samples_leaf": [1, 2, 5]}, cv=5
)
grid.fit(X, y)
print("Best parameters:", grid.best_params_)
cv_accuracy = grid.best_score_
print("mean CV accuracy of the best setting:", cv_accuracy)
with open("tuning.json", "w") as handle:
    json.dump({"params": grid.best_params_, "cv_accuracy": cv_accuracy}, handle)
table = pd.DataFrame(grid.cv_results_)
table["spread"] = table["std_test_score"]
print(table[["param_n_estimators", "param_min_samples_leaf", "mean_test_score", "spread"]].to_string())
