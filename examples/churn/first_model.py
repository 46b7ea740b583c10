"""A first tree, to see what the data can tell."""

import pandas as pd
from sklearn.tree import DecisionTreeClassifier


def main() -> None:
    """Fit the tree and say how many of the customers it gets right."""
    customers = pd.read_csv("data/customers.csv", dtype={"customer_id": "int64", "zip": "string"})
    customers["left"] = customers["active"] == "no"
    print(customers["customer_id"].nunique(), "customers")

    features = customers.drop(columns=["zip", "signup_date", "plan", "active"])
    tree = DecisionTreeClassifier(max_depth=4, random_state=7)
    tree.fit(features, customers["left"])
    print(f"accuracy {tree.score(features, customers['left']):.3f}")


if __name__ == "__main__":
    main()
