import pandas as pd
from sklearn.linear_model import HuberRegressor
from sklearn.model_selection import TimeSeriesSplit, cross_val_score

boiler = pd.read_csv("boiler.csv", parse_dates=["ts"]).sort_values("ts").set_index("ts")
print(boiler.isnull().sum())
print("mean efficiency", boiler["efficiency"].mean())
boiler = boiler[boiler["state"] == "running"]
boiler["pressure"] = boiler["pressure"].bfill()  # leak: MLL118
boiler["flow"] = boiler["flow"].ffill()
boiler["flow_lag"] = boiler["flow"].shift(1)
boiler = boiler.dropna()

cv = TimeSeriesSplit(n_splits=6)
X = boiler[["pressure", "flow", "flow_lag"]]
scores = cross_val_score(HuberRegressor(), X, boiler["efficiency"], cv=cv, scoring="neg_mean_absolute_error")
print("walk-forward MAE", -scores.mean())
final = HuberRegressor().fit(X, boiler["efficiency"])
for name, weight in zip(X.columns, final.coef_):
    print(f"{name:10} {weight:+.4f}")
next_hour = final.predict(X.tail(1))
print("expected efficiency", next_hour[0])
