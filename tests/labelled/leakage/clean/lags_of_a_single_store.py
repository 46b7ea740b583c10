import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_absolute_error

sales = pd.read_csv("store_sales.csv", parse_dates=["date"])
sales = sales[sales["open"] == 1]
print(sales.shape, sales["date"].min(), sales["date"].max())
print(sales.groupby("store")["sales"].mean())

one = sales[sales["store"] == 17].sort_values("date").copy()
one["lag_1"] = one["sales"].shift(1)
one["lag_7"] = one["sales"].shift(7)
one["week_mean"] = one["sales"].shift(1).rolling(7).mean()
one = one.dropna()

cols = ["lag_1", "lag_7", "week_mean", "promo"]
train, test = one.iloc[:-90], one.iloc[-90:]
lin = LinearRegression().fit(train[cols], train["sales"])
print("MAE", mean_absolute_error(test["sales"], lin.predict(test[cols])))
guess = pd.Series(lin.predict(test[cols]), index=test["date"])
weekly = guess.resample("W").sum()
print(weekly)
print(dict(zip(cols, lin.coef_)))
