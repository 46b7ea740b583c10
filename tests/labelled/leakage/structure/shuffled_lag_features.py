"""Hour-ahead load from the hours before."""
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split

demand = pd.read_csv("energy_hourly.csv", parse_dates=["timestamp"], index_col="timestamp").sort_index()
demand = demand[~demand.index.duplicated()]
print(demand["mw"].describe())
print(demand["mw"].groupby(demand.index.hour).mean())
demand["lag_1"] = demand["mw"].shift(1)
demand["lag_24"] = demand["mw"].shift(24)
demand["mean_168"] = demand["mw"].shift(1).rolling(168).mean()
demand["hour"] = demand.index.hour
demand = demand.dropna()

X, y = demand.drop(columns="mw"), demand["mw"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=42)  # leak: MLL117
gbr = GradientBoostingRegressor().fit(X_train, y_train)
print("MAE", mean_absolute_error(y_test, gbr.predict(X_test)))
for name, value in sorted(zip(X.columns, gbr.feature_importances_), key=lambda pair: -pair[1]):
    print(f"{name:10} {value:.3f}")
