"""Benchmark: how fast and how good are four classifiers with default settings?

This is a benchmark table. No model is chosen from it.
"""
import time

import pandas as pd
from sklearn.datasets import load_digits
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC

X, y = load_digits(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.5, random_state=0, stratify=y)
rows = []
for model in (LogisticRegression(max_iter=5000), KNeighborsClassifier(), SVC(), RandomForestClassifier()):
    start = time.perf_counter()
    model.fit(X_train, y_train)
    # benchmark table
    accuracy = accuracy_score(y_test, model.predict(X_test))
    rows.append({"model": type(model).__name__, "seconds": time.perf_counter() - start, "accuracy": accuracy})
print(pd.DataFrame(rows).to_markdown())
