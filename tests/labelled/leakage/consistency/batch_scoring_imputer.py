"""Nightly scoring of all open leads."""
import argparse
import pickle

import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import OrdinalEncoder

COLUMNS = ["visits", "pages", "minutes", "country"]


class LeadScorer:
    def __init__(self, model_path):
        with open(model_path, "rb") as handle:
            self.model = pickle.load(handle)
        self.imputer = SimpleImputer(strategy="median")
        self.encoder = OrdinalEncoder()

    def predict(self, leads):
        leads = leads[COLUMNS].copy()
        numeric = COLUMNS[:3]
        leads[numeric] = self.imputer.fit_transform(leads[numeric])  # leak: MLL108
        leads[["country"]] = self.encoder.fit_transform(leads[["country"]])  # leak: MLL108; also: MLL107
        return self.model.predict_proba(leads)[:, 1]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("leads")
    parser.add_argument("--model", default="lead_model.pkl")
    args = parser.parse_args()
    leads = pd.read_parquet(args.leads)
    leads["score"] = LeadScorer(args.model).predict(leads)
    leads.to_parquet("scored_leads.parquet")


if __name__ == "__main__":
    main()
