"""Digits by ridge: four ways to count right answers."""
import numpy as np
from sklearn import metrics
from sklearn.datasets import load_digits
from sklearn.linear_model import RidgeClassifier
from sklearn.model_selection import train_test_split

digits = load_digits()
print(digits.data.shape)
print(np.bincount(digits.target))
X_train, X_test, y_train, y_test = train_test_split(digits.data, digits.target, stratify=digits.target, random_state=2)
clf = RidgeClassifier().fit(X_train, y_train)
output = clf.predict(X_test)
print("accuracy", metrics.accuracy_score(output, y_test))
print("kappa", metrics.cohen_kappa_score(output, y_test))
print("mcc", metrics.matthews_corrcoef(output, y_test))
print("by hand", np.mean(output == y_test))
wrong = np.flatnonzero(output != y_test)
for i in wrong[:10]:
    print(f"a {y_test[i]} taken for a {output[i]}")
margins = clf.decision_function(X_test)
second = np.sort(margins, axis=1)[:, -2]
print("narrow decisions", np.mean(margins.max(axis=1) - second < 0.1))
