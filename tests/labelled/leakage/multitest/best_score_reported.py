import json

import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GridSearchCV

seeds = pd.read_csv("seeds.csv")
seeds["roundness"] = seeds["perimeter"] ** 2 / seeds["area"]
seeds = seeds.dropna()
print(seeds.groupby("variety").size())
X, y = seeds.drop(columns="variety"), seeds["variety"]

grid = GridSearchCV(
    RandomForestClassifier(random_state=0),
    {"n_estimators": [100, 300], "max_features": ["sqrt", None], "min_samples_leaf": [1, 2, 5]},
    cv=5,
)
grid.fit(X, y)
print("Best parameters:", grid.best_params_)
accuracy = grid.best_score_  # also: MLL113
print("Model accuracy:", accuracy)  # also: MLL113
forest = grid.best_estimator_
for name, value in zip(X.columns, forest.feature_importances_):
    print(f"{name:12} {value:.3f}")
with open("model_card.json", "w") as handle:
    json.dump({"model": "random forest", "accuracy": grid.best_score_}, handle)  # leak: MLL113
