"""Runs every configuration of configs/*.yaml by cross-validation and scores the winner once."""
import argparse
import logging
from pathlib import Path

import joblib
import numpy as np
import pandas as pd
import yaml
from sklearn.base import clone
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.ensemble import RandomForestRegressor
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import GroupKFold, GroupShuffleSplit
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

logger = logging.getLogger(__name__)
MODELS = {"ridge": Ridge, "forest": RandomForestRegressor}


def build(config):
    numbers = make_pipeline(SimpleImputer(strategy=config.get("impute", "median")), StandardScaler())
    columns = make_column_transformer(
        (numbers, make_column_selector(dtype_include="number")),
        (OneHotEncoder(handle_unknown="ignore"), make_column_selector(dtype_include="object")),
    )
    return make_pipeline(columns, MODELS[config["model"]](**config.get("params", {})))


def cross_validate(model, X, y, groups):
    errors = []
    for train, valid in GroupKFold(n_splits=5).split(X, y, groups):
        fold_model = clone(model).fit(X.iloc[train], y.iloc[train])
        errors.append(mean_absolute_error(y.iloc[valid], fold_model.predict(X.iloc[valid])))
    return float(np.mean(errors))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("--configs", default="configs")
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)

    table = pd.read_csv(args.data)
    groups, y = table.pop("farm"), table.pop("milk_kg")
    dev, test = next(GroupShuffleSplit(1, test_size=0.2, random_state=0).split(table, y, groups))
    results = {}
    for path in sorted(Path(args.configs).glob("*.yaml")):
        config = yaml.safe_load(path.read_text())
        results[path.stem] = (cross_validate(build(config), table.iloc[dev], y.iloc[dev], groups.iloc[dev]), config)
        logger.info("%s: cv MAE %.3f", path.stem, results[path.stem][0])

    name, (_, config) = min(results.items(), key=lambda item: item[1][0])
    winner = build(config).fit(table.iloc[dev], y.iloc[dev])
    logger.info("%s: test MAE %.3f", name, mean_absolute_error(y.iloc[test], winner.predict(table.iloc[test])))
    joblib.dump(winner.fit(table, y), "winner.joblib")


if __name__ == "__main__":
    main()
