"""Microcalcifications: an oversampler that only ever sees training folds."""
import pandas as pd
from imblearn.over_sampling import ADASYN
from imblearn.pipeline import Pipeline
from sklearn.datasets import fetch_openml
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.metrics import average_precision_score
from sklearn.model_selection import GridSearchCV, train_test_split

bunch = fetch_openml("mammography", version=1, as_frame=True)
X, y = bunch.data, (bunch.target == "1").astype(int)
print(y.value_counts(normalize=True))
print(X.describe().T)
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, test_size=0.3, random_state=9)

pipe = Pipeline([("over", ADASYN(sampling_strategy=0.5)), ("trees", ExtraTreesClassifier(n_estimators=200))])
grid = GridSearchCV(pipe, {"trees__max_depth": [4, 8, None]}, scoring="average_precision", cv=5)
grid.fit(X_train, y_train)
print("held-out AP", average_precision_score(y_test, grid.predict_proba(X_test)[:, 1]))
table = pd.DataFrame(grid.cv_results_)[["param_trees__max_depth", "mean_test_score", "std_test_score"]]
print(table.sort_values("mean_test_score", ascending=False))
forest = grid.best_estimator_["trees"]
print(pd.Series(forest.feature_importances_, X.columns).sort_values())
