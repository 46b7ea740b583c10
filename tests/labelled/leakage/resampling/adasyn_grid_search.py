from imblearn.over_sampling import ADASYN
from sklearn.datasets import fetch_openml
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.model_selection import GridSearchCV
import pandas as pd

bunch = fetch_openml("mammography", version=1, as_frame=True)
X = bunch.data
y = (bunch.target == "1").astype(int)
print(y.value_counts(normalize=True))
print(X.describe().T)

X_over, y_over = ADASYN(sampling_strategy=0.5, random_state=9).fit_resample(X, y)  # leak: MLL104; also: MLL103

grid = GridSearchCV(
    ExtraTreesClassifier(n_estimators=200, random_state=9),
    {"max_depth": [4, 8, None], "min_samples_leaf": [1, 5, 20]},
    scoring="average_precision",
    cv=5,
)
grid.fit(X_over, y_over)
print("cv average precision per setting")
print(pd.DataFrame(grid.cv_results_)[["params", "mean_test_score"]])
