"""A toy problem with few positives: does the forest see them after oversampling?"""
import numpy as np
from imblearn.over_sampling import SMOTE
from sklearn.datasets import make_classification
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import train_test_split

X, y = make_classification(n_samples=5000, n_classes=2, weights=[0.95], random_state=0)
print("positives", y.mean())
print("mean of the first columns", X[:, :5].mean(axis=0).round(2))
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, test_size=0.3, random_state=0)
X_bal, y_bal = SMOTE(random_state=0).fit_resample(X_train, y_train)
forest = RandomForestClassifier(random_state=0).fit(X_bal, y_bal)
predicted = forest.predict(X_test)
print("accuracy", accuracy_score(y_test, predicted))  # leak: MLL126
print("F1", f1_score(y_test, predicted))  # also: MLL126
found = predicted[y_test == 1].sum()
print("found", found, "of", (y_test == 1).sum())
order = np.argsort(forest.feature_importances_)[::-1]
print("columns by importance", order[:10])
