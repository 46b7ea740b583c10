import pandas as pd
from sklearn.preprocessing import PowerTransformer
from sklearn.linear_model import ElasticNet
from sklearn.metrics import mean_absolute_error

demand = pd.read_csv("power_demand.csv", parse_dates=["day"]).sort_values("day")
print(demand["load"].describe())
print(demand.groupby(demand["day"].dt.year)["load"].mean())
demand["month"] = demand["day"].dt.month
demand["weekday"] = demand["day"].dt.dayofweek
demand["lag_7"] = demand["load"].shift(7)
demand["lag_14"] = demand["load"].shift(14)
demand = demand.dropna()

inputs = ["temperature", "wind", "lag_7", "lag_14"]
pt = PowerTransformer()
demand[inputs] = pt.fit_transform(demand[inputs])  # leak: MLL101

before = demand[demand["day"] < "2022-01-01"]
after = demand[demand["day"] >= "2022-01-01"]
columns = inputs + ["month", "weekday"]
net = ElasticNet(alpha=0.1).fit(before[columns], before["load"])
print("MAE 2022:", mean_absolute_error(after["load"], net.predict(after[columns])))
print(dict(zip(columns, net.coef_.round(3))))
