"""Nightly scoring of all open leads."""
import argparse
import pickle

import pandas as pd

COLUMNS = ["visits", "pages", "minutes", "country"]


class LeadScorer:
    def __init__(self, model_path):
        with open(model_path, "rb") as handle:
            self.imputer, self.encoder, self.model = pickle.load(handle)

    def predict(self, leads):
        leads = leads[COLUMNS].copy()
        leads[COLUMNS[:3]] = self.imputer.transform(leads[COLUMNS[:3]])
        leads[["country"]] = self.encoder.transform(leads[["country"]])
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
