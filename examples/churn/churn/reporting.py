"""What the month's report says about the customers."""

import mlflow
import pandas
import torch
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.tree import DecisionTreeClassifier
from torch import nn

REGIONS = pandas.read_csv("data/regions.csv", dtype={"zip": "string", "region": "string"})
problems = []


class Watched(nn.Module):
    """A layer that tells the tracker what passes."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The same numbers."""
        mlflow.log_metric("largest", x.max().item())
        return x


def model_for(name: str):
    """The kind of model that the report is about."""
    if name == "forest":
        return RandomForestClassifier(random_state=7)
    elif name == "linear":
        return LogisticRegression(random_state=7)
    elif name == "tree":
        return DecisionTreeClassifier(random_state=7)
    elif name == "bayes":
        return GaussianNB()
    raise ValueError(name)


def changes(path: str):
    """What changed since the last month."""
    return pandas.read_csv(path, dtype={"customer_id": "string"})


def regions():
    """The regions with their names in upper case."""
    return REGIONS.assign(region=REGIONS["region"].str.upper())


def mark(customers: pandas.DataFrame) -> pandas.DataFrame:
    """Mark who pays nothing."""
    customers["free"] = customers["monthly_fee"] == 0
    if customers["free"].any():
        problems.append("free customers")
    return customers


def compare(customers: pandas.DataFrame) -> int:
    """How many columns the mark adds."""
    marked = mark(customers)
    return len(marked.columns) - len(customers.columns)


def write(path: str, target: str) -> None:
    """The whole report."""
    customers = pandas.read_csv(path, dtype={"customer_id": "string", "zip": "string"})

    # Clean the customers
    customers = customers.drop_duplicates("customer_id")
    customers = customers.dropna(subset=["monthly_fee"])

    # Add the regions
    customers = customers.merge(regions(), on="zip", how="left", validate="many_to_one")
    fees = customers.groupby("region")["monthly_fee"].agg("mean")

    # Fit a model
    model = LogisticRegression(random_state=7)
    model.fit(customers[["monthly_fee"]], customers["active"])

    # Save the report
    fees.to_csv(target)
