import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error

air = pd.read_csv("air_quality.csv", parse_dates=["time"]).sort_values("time").set_index("time")
air = air[~air.index.duplicated()]
print(air.describe())
print(air["ozone"].groupby(air.index.hour).mean())
air["no2_smooth"] = air["no2"].rolling(24, center=True).mean()  # leak: MLL118
air["no2_lag1"] = air["no2"].shift(1)
air["hour"] = air.index.hour
air = air.dropna()

features = ["no2_smooth", "no2_lag1", "temperature", "wind", "hour"]
train, test = air.loc[:"2021-12-31"], air.loc["2022-01-01":]
rf = RandomForestRegressor(n_estimators=300, n_jobs=-1).fit(train[features], train["ozone"])
print("MAE", mean_absolute_error(test["ozone"], rf.predict(test[features])))
errors = (test["ozone"] - rf.predict(test[features])).abs()
print(errors.groupby(test.index.month).mean())
print(dict(zip(features, rf.feature_importances_.round(3))))
