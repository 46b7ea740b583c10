import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import GroupShuffleSplit


def load_engines(path):
    engines = pd.read_csv(path, sep=r"\s+", header=None)
    engines.columns = ["unit", "cycle"] + [f"s{i}" for i in range(1, 25)]
    last = engines.groupby("unit")["cycle"].transform("max")
    engines["rul"] = (last - engines["cycle"]).clip(upper=125)
    return engines


engines = load_engines("train_FD001.txt")
for sensor in ["s7", "s12", "s14"]:
    engines[sensor + "_diff"] = engines[sensor].diff()  # leak: MLL119
    engines[sensor + "_roll"] = engines[sensor].rolling(10).mean()  # leak: MLL119
engines = engines.dropna()

X = engines.drop(columns=["unit", "rul"])
split = GroupShuffleSplit(n_splits=1, test_size=0.2, random_state=0)
tr, te = next(split.split(X, engines["rul"], groups=engines["unit"]))
forest = RandomForestRegressor(n_estimators=200, n_jobs=-1).fit(X.iloc[tr], engines["rul"].iloc[tr])
print("RMSE", np.sqrt(mean_squared_error(engines["rul"].iloc[te], forest.predict(X.iloc[te]))))
