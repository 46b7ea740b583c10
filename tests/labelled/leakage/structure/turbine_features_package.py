"""Predicts the power of a turbine one hour ahead, for a whole park."""
import argparse
import logging

import pandas as pd
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split

logger = logging.getLogger(__name__)


def read(path):
    park = pd.read_csv(path, parse_dates=["time"])
    park = park.sort_values(["turbine_id", "time"]).reset_index(drop=True)
    park["rated_share"] = park["power"] / park["rated_power"]
    return park


def add_history(park):
    turbine = park.groupby("turbine_id")
    park["power_1h"] = turbine["power"].shift(1)
    park["power_2h"] = turbine["power"].shift(2)
    park["wind_mean_6h"] = turbine["wind"].transform(lambda s: s.shift(1).rolling(6).mean())
    park["wind_change"] = park["wind"].diff()  # leak: MLL119
    park["gust_smooth"] = park["gust"].rolling(5, center=True).mean()  # leak: MLL118, MLL119
    return park.dropna()


def split(park):
    columns = ["power_1h", "power_2h", "wind_mean_6h", "wind_change", "gust_smooth"]
    return train_test_split(park[columns], park["power"], test_size=0.2, random_state=0)  # leak: MLL117; also: MLL116


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("path")
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    park = add_history(read(args.path))
    logger.info("%d hours of %d turbines", len(park), park["turbine_id"].nunique())
    X_train, X_test, y_train, y_test = split(park)
    model = HistGradientBoostingRegressor(max_iter=300).fit(X_train, y_train)
    logger.info("MAE %.1f kW", mean_absolute_error(y_test, model.predict(X_test)))


if __name__ == "__main__":
    main()
