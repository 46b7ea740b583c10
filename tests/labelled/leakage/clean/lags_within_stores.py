import pandas as pd
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.metrics import mean_absolute_error

sales = pd.read_csv("store_sales.csv", parse_dates=["date"]).sort_values(["store", "date"])
print(sales.groupby("store")["sales"].agg(["mean", "count"]).head())
assert not sales.duplicated(["store", "date"]).any()
by_store = sales.groupby("store")["sales"]
sales["sales_lag_7"] = by_store.shift(7)
sales["sales_diff"] = by_store.shift(1) - by_store.shift(2)
sales["sales_mean_28"] = by_store.transform(lambda s: s.shift(1).rolling(28).mean())
sales["dow"] = sales["date"].dt.dayofweek
sales = sales.dropna()

columns = ["sales_lag_7", "sales_diff", "sales_mean_28", "dow", "promo"]
train = sales[sales["date"] < "2017-06-01"]
test = sales[sales["date"] >= "2017-06-01"]
model = HistGradientBoostingRegressor().fit(train[columns], train["sales"])
print("MAE", mean_absolute_error(test["sales"], model.predict(test[columns])))
errors = (test["sales"] - model.predict(test[columns])).abs()
print(errors.groupby(test["store"]).mean().nlargest(5))
print(errors.groupby(test["dow"]).mean())
