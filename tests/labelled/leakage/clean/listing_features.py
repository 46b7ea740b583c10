"""Is a listing sold within a week?"""
import argparse

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import StratifiedKFold


def read(path):
    listings = pd.read_csv(path, parse_dates=["created"])
    listings["title_length"] = listings["title"].str.len()
    listings["has_phone"] = listings["phone"].notna().astype(int)
    listings["photos"] = listings["photos"].fillna(0)
    listings["created_hour"] = listings["created"].dt.hour
    return listings.drop(columns=["title", "phone", "created"])


def matrices(listings):
    coded = pd.get_dummies(listings, columns=["category", "county"])
    coded = coded.set_index("listing_id")
    y = coded.pop("sold_in_week").astype(int)
    return coded.drop(columns=["seller"]), y


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("path")
    args = parser.parse_args()
    listings = read(args.path)
    print(listings[["listing_id", "sold_in_week"]].head())
    X, y = matrices(listings)
    aucs, aps = [], []
    for train, valid in StratifiedKFold(5, shuffle=True, random_state=0).split(X, y):
        model = HistGradientBoostingClassifier().fit(X.iloc[train], y.iloc[train])
        p = model.predict_proba(X.iloc[valid])[:, 1]
        aucs.append(roc_auc_score(y.iloc[valid], p))
        aps.append(average_precision_score(y.iloc[valid], p))
    print("AUC", np.mean(aucs), "AP", np.mean(aps))


if __name__ == "__main__":
    main()
