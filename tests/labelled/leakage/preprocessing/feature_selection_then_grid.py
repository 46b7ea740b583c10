import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.feature_selection import SelectPercentile, mutual_info_classif
from sklearn.model_selection import GridSearchCV, StratifiedKFold
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

# 62 tissue samples, 2000 genes
colon = pd.read_csv("colon.csv")
y = colon.pop("tissue").map({"normal": 0, "tumor": 1})
X = np.log2(colon.clip(lower=1))
print(X.shape, y.value_counts().to_dict())

selector = SelectPercentile(mutual_info_classif, percentile=2)
X_small = selector.fit_transform(X, y)  # leak: MLL104
genes = X.columns[selector.get_support()]
print("genes:", list(genes))

pipe = Pipeline([("scale", StandardScaler()), ("svc", SVC())])
grid = {"svc__C": np.logspace(-2, 3, 6), "svc__gamma": np.logspace(-5, 0, 6)}
search = GridSearchCV(pipe, grid, cv=StratifiedKFold(5, shuffle=True, random_state=0), scoring="balanced_accuracy")
search.fit(X_small, y)

table = search.cv_results_["mean_test_score"].reshape(6, 6)
plt.imshow(table)
plt.xlabel("gamma")
plt.ylabel("C")
plt.colorbar(label="cv balanced accuracy")
plt.savefig("grid.png")
print("cross-validated balanced accuracy", search.best_score_)
