import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.feature_selection import SelectPercentile, mutual_info_classif
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import GridSearchCV, StratifiedKFold, cross_val_predict
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

# 62 tissue samples, 2000 genes
colon = pd.read_csv("colon.csv")
y = colon.pop("tissue").map({"normal": 0, "tumor": 1})
X = np.log2(colon.clip(lower=1))
print(X.shape, y.value_counts().to_dict())

pipe = Pipeline([
    ("genes", SelectPercentile(mutual_info_classif)),
    ("scale", StandardScaler()),
    ("svc", SVC()),
])
grid = {"genes__percentile": [1, 2, 5], "svc__C": np.logspace(-2, 3, 6), "svc__gamma": np.logspace(-5, 0, 6)}
inner = StratifiedKFold(5, shuffle=True, random_state=0)
outer = StratifiedKFold(6, shuffle=True, random_state=1)
search = GridSearchCV(pipe, grid, cv=inner, scoring="balanced_accuracy")
predicted = cross_val_predict(search, X, y, cv=outer)
print("nested balanced accuracy", balanced_accuracy_score(y, predicted))

search.fit(X, y)
kept = X.columns[search.best_estimator_["genes"].get_support()]
print("settings for the next study", search.best_params_, "genes", list(kept))
plt.hist(search.cv_results_["mean_test_score"], bins=20)
plt.savefig("settings.png")
