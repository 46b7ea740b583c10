import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.metrics import mean_squared_error
from sklearn.preprocessing import OrdinalEncoder

START_VAL, START_TEST = "2016-03-01", "2016-04-01"
LAGS = [28, 35, 42]
CATS = ["item_id", "store_id", "dept_id", "event_name"]


def read():
    calendar = pd.read_csv("calendar.csv", parse_dates=["date"])
    prices = pd.read_csv("sell_prices.csv")
    wide = pd.read_csv("sales_train_evaluation.csv")
    long = wide.melt(id_vars=["item_id", "store_id", "dept_id"], var_name="d", value_name="sold")
    long = long.merge(calendar[["d", "date", "wm_yr_wk", "event_name"]], on="d")
    return long.merge(prices, on=["store_id", "item_id", "wm_yr_wk"])


def add_features(df):
    df = df.sort_values(["store_id", "item_id", "date"])
    series = df.groupby(["store_id", "item_id"])
    for lag in LAGS:
        df[f"lag_{lag}"] = series["sold"].shift(lag)
    df["mean_28"] = series["sold"].transform(lambda s: s.shift(28).rolling(28).mean())
    df["price_change"] = df["sell_price"] / series["sell_price"].shift(1) - 1
    df["weekday"] = df["date"].dt.dayofweek
    df["month"] = df["date"].dt.month
    return df.dropna(subset=["mean_28"])


def rmse(model, part, columns):
    return np.sqrt(mean_squared_error(part["sold"], model.predict(part[columns])))


df = read()
df["event_name"] = df["event_name"].fillna("none")
df[CATS] = OrdinalEncoder(dtype=np.int32).fit_transform(df[CATS])
df = add_features(df)
columns = [c for c in df.columns if c not in ("sold", "date", "d", "wm_yr_wk")]
train = df[df["date"] < START_VAL]
val = df[(df["date"] >= START_VAL) & (df["date"] < START_TEST)]
test = df[df["date"] >= START_TEST]

model = lgb.LGBMRegressor(objective="tweedie", n_estimators=3000, learning_rate=0.05)
model.fit(
    train[columns],
    train["sold"],
    eval_set=[(val[columns], val["sold"])],
    categorical_feature=CATS,
    callbacks=[lgb.early_stopping(100)],
)
print("validation", rmse(model, val, columns))
print("test", rmse(model, test, columns))
