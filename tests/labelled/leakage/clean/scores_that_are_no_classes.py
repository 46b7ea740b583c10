import numpy as np
import pandas as pd
from sklearn.ensemble import IsolationForest
from sklearn.linear_model import Ridge
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.svm import LinearSVC

thyroid = pd.read_csv("annthyroid.csv")
thyroid = thyroid.drop_duplicates()
print("outliers", thyroid["outlier"].mean())
X, y = thyroid.drop(columns="outlier"), thyroid["outlier"]
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, test_size=0.4, random_state=0)

forest = IsolationForest(random_state=0).fit(X_train[y_train == 0])
ridge = Ridge().fit(X_train, y_train)
svm = LinearSVC().fit(X_train, y_train)
ranks = [
    pd.Series(values).rank()
    for values in (-forest.score_samples(X_test), ridge.predict(X_test), svm.decision_function(X_test))
]
ensemble = np.mean(ranks, axis=0)
print("AUC", roc_auc_score(y_test, ensemble), "AP", average_precision_score(y_test, ensemble))
top = np.argsort(ensemble)[::-1][:20]
print(X_test.iloc[top])
