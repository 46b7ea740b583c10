"""dvc stage: split raw.csv into train.csv and test.csv."""
import sys
import logging
from pathlib import Path

import pandas as pd
import yaml
from sklearn.model_selection import train_test_split


def main(source, target):
    params = yaml.safe_load(Path("params.yaml").read_text())["split"]
    df = pd.read_csv(source)
    df = df.dropna(subset=["label"]).drop_duplicates()
    logging.info("%d rows, %d labels", len(df), df["label"].nunique())
    df["label"] = df["label"].str.strip().str.lower()
    train, test = train_test_split(df, test_size=params["size"], random_state=params["seed"], stratify=df["label"])
    assert set(train["label"]) == set(test["label"])
    target = Path(target)
    target.mkdir(exist_ok=True)
    train.to_csv(target / "train.csv", index=False)
    test.to_csv(target / "test.csv", index=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
