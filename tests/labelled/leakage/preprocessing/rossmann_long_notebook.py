# %% [markdown]
# # Store sales: from raw files to a submission

# %%
import gc
import warnings

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns
import xgboost as xgb
from sklearn.preprocessing import LabelEncoder, StandardScaler

warnings.filterwarnings("ignore")
pd.set_option("display.max_columns", 50)
sns.set_style("whitegrid")

# %%
train = pd.read_csv("../input/rossmann/train.csv", parse_dates=["Date"], low_memory=False)
test = pd.read_csv("../input/rossmann/test.csv", parse_dates=["Date"])
store = pd.read_csv("../input/rossmann/store.csv")
print(train.shape, test.shape, store.shape)
train.head()

# %%
store.isnull().sum()

# %%
store["PromoInterval"] = store["PromoInterval"].fillna("never")
for c in ["CompetitionOpenSinceMonth", "CompetitionOpenSinceYear", "Promo2SinceWeek", "Promo2SinceYear"]:
    store[c] = store[c].fillna(0)
store["CompetitionDistance"] = store["CompetitionDistance"].fillna(100_000)

# %%
df = train.merge(store, on="Store", how="left")
df_test = test.merge(store, on="Store", how="left")
df = df[(df["Open"] == 1) & (df["Sales"] > 0)]
df = df.sort_values("Date").reset_index(drop=True)
del train, test
gc.collect()

# %%
plt.figure(figsize=(12, 4))
df.groupby("Date")["Sales"].mean().plot()
plt.title("mean sales per day")
plt.show()

# %%
for d in (df, df_test):
    d["year"] = d["Date"].dt.year
    d["month"] = d["Date"].dt.month
    d["day"] = d["Date"].dt.day
    d["dow"] = d["Date"].dt.dayofweek

cats = ["StoreType", "Assortment", "StateHoliday", "PromoInterval"]
for c in cats:
    le = LabelEncoder()
    le.fit(list(df[c].astype(str)) + list(df_test[c].astype(str)))
    df[c] = le.transform(df[c].astype(str))
    df_test[c] = le.transform(df_test[c].astype(str))

# %%
nums = ["CompetitionDistance", "CompetitionOpenSinceYear", "Promo2SinceWeek"]
ss = StandardScaler()
df[nums] = ss.fit_transform(df[nums])  # leak: MLL101
df_test[nums] = ss.transform(df_test[nums])

feats = ["Promo", "SchoolHoliday", "year", "month", "day", "dow"] + cats + nums
df["y"] = np.log1p(df["Sales"])

# %%
holdout_start = pd.Timestamp("2015-06-19")
df_fit = df[df["Date"] < holdout_start]
df_val = df[df["Date"] >= holdout_start]
print(len(df_fit), len(df_val))

# %%
params = {"objective": "reg:squarederror", "eta": 0.1, "max_depth": 10, "subsample": 0.9, "seed": 1301}
booster = xgb.train(params, xgb.DMatrix(df_fit[feats], df_fit["y"]), num_boost_round=300)


def rmspe(y, yhat):
    return np.sqrt(np.mean(((y - yhat) / y) ** 2))


yhat = np.expm1(booster.predict(xgb.DMatrix(df_val[feats])))
print("holdout RMSPE", rmspe(df_val["Sales"].values, yhat))

# %%
pred = np.expm1(booster.predict(xgb.DMatrix(df_test[feats])))
pd.DataFrame({"Id": df_test["Id"], "Sales": pred}).to_csv("submission.csv", index=False)
