"""Predicts the power of a turbine one hour ahead, for a whole park."""
import argparse
import logging

import pandas as pd
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.metrics import mean_absolute_error

logger = logging.getLogger(__name__)
COLUMNS = ["power_1h", "power_2h", "wind_mean_6h", "wind_change", "gust_last"]


def read(path):
    park = pd.read_csv(path, parse_dates=["time"])
    return park.sort_values(["turbine_id", "time"]).reset_index(drop=True)


def add_history(park):
    turbine = park.groupby("turbine_id")
    park["power_1h"] = turbine["power"].shift(1)
    park["power_2h"] = turbine["power"].shift(2)
    park["wind_mean_6h"] = turbine["wind"].transform(lambda s: s.shift(1).rolling(6).mean())
    park["wind_change"] = turbine["wind"].diff()
    park["gust_last"] = turbine["gust"].ffill()
    park["next_power"] = turbine["power"].shift(-1)
    return park.dropna(subset=COLUMNS + ["next_power"])


def split(park, start_of_test):
    return park[park["time"] < start_of_test], park[park["time"] >= start_of_test]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("path")
    parser.add_argument("--test-from", default="2023-01-01")
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    park = add_history(read(args.path))
    logger.info("%d hours of %d turbines", len(park), park["turbine_id"].nunique())
    train, test = split(park, args.test_from)
    model = HistGradientBoostingRegressor(max_iter=300).fit(train[COLUMNS], train["next_power"])
    errors = (model.predict(test[COLUMNS]) - test["next_power"]).abs()
    logger.info("MAE %.1f kW", mean_absolute_error(test["next_power"], model.predict(test[COLUMNS])))
    logger.info("per turbine\n%s", errors.groupby(test["turbine_id"]).mean())


if __name__ == "__main__":
    main()
