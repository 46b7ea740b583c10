"""Training entry point of the leaf disease classifier on tabular descriptors."""
from dataclasses import dataclass

import joblib
import pandas as pd
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC


@dataclass
class Config:
    path: str = "leaves.csv"
    target: str = "disease"
    test_size: float = 0.25
    seed: int = 5


def load(config):
    table = pd.read_csv(config.path)
    return table.drop(columns=[config.target]), table[config.target]


def train(config):
    X, y = load(config)
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=config.test_size, random_state=config.seed)  # leak: MLL120
    classifier = SVC(C=5.0, class_weight="balanced")
    classifier.fit(X_train, y_train)
    print("balanced accuracy", balanced_accuracy_score(y_test, classifier.predict(X_test)))
    joblib.dump(classifier, "leaves.joblib")


if __name__ == "__main__":
    train(Config())
