import argparse

import numpy as np
import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC


def read_expression(path):
    table = pd.read_table(path, index_col=0)
    subtype = table.pop("subtype")
    return np.log2(table + 1.0), subtype


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("expression")
    parser.add_argument("--genes", type=int, default=200)
    args = parser.parse_args()

    X, y = read_expression(args.expression)
    selector = SelectKBest(f_classif, k=args.genes)
    X_best = selector.fit_transform(X, y)  # leak: MLL101
    kept = X.columns[selector.get_support()]
    print("kept genes:", ", ".join(kept[:10]), "...")

    X_tr, X_te, y_tr, y_te = train_test_split(X_best, y, test_size=0.3, stratify=y, random_state=11)
    pipe = make_pipeline(StandardScaler(), SVC(kernel="linear"))
    pipe.fit(X_tr, y_tr)
    print("held-out accuracy: %.3f" % pipe.score(X_te, y_te))


if __name__ == "__main__":
    main()
