import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import GroupShuffleSplit


def add_sensor_features(unit):
    unit = unit.copy()
    for sensor in ["s7", "s12", "s14"]:
        unit[sensor + "_diff"] = unit[sensor].diff()
        unit[sensor + "_roll"] = unit[sensor].rolling(10).mean()
    return unit


engines = pd.read_csv("engines.csv").sort_values(["unit", "cycle"]).reset_index(drop=True)
last = engines.groupby("unit")["cycle"].transform("max")
engines["rul"] = (last - engines["cycle"]).clip(upper=125)
engines["previous_s2"] = engines["s2"].shift(1).where(engines["unit"].eq(engines["unit"].shift(1)))
engines = engines.groupby("unit", group_keys=False).apply(add_sensor_features).dropna()

X = engines.drop(columns=["unit", "rul"])
split = GroupShuffleSplit(n_splits=1, test_size=0.2, random_state=0)
tr, te = next(split.split(X, engines["rul"], groups=engines["unit"]))
forest = RandomForestRegressor(n_estimators=200, n_jobs=-1).fit(X.iloc[tr], engines["rul"].iloc[tr])
print("RMSE", np.sqrt(mean_squared_error(engines["rul"].iloc[te], forest.predict(X.iloc[te]))))
