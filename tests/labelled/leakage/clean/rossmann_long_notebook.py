# %% [markdown]
# # Store sales, with the encoders fitted where they may be

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
sns.set_style("whitegrid")

# %%
train = pd.read_csv("../input/rossmann/train.csv", parse_dates=["Date"], low_memory=False)
test = pd.read_csv("../input/rossmann/test.csv", parse_dates=["Date"])
store = pd.read_csv("../input/rossmann/store.csv")
train.head()

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
print("mean", df["Sales"].mean(), "max", df["Sales"].max())
df.groupby("Date")["Sales"].mean().plot(figsize=(12, 4))
plt.show()

# %%
for d in (df, df_test):
    d["year"] = d["Date"].dt.year
    d["month"] = d["Date"].dt.month
    d["dow"] = d["Date"].dt.dayofweek

cats = ["StoreType", "Assortment", "StateHoliday", "PromoInterval"]
for c in cats:
    le = LabelEncoder()
    le.fit(list(df[c].astype(str)) + list(df_test[c].astype(str)))
    df[c] = le.transform(df[c].astype(str))
    df_test[c] = le.transform(df_test[c].astype(str))
nums = ["CompetitionDistance", "CompetitionOpenSinceYear", "Promo2SinceWeek"]
feats = ["Promo", "SchoolHoliday", "year", "month", "dow"] + cats + nums
df["y"] = np.log1p(df["Sales"])

# %%
holdout_start = pd.Timestamp("2015-06-19")
df_fit = df[df["Date"] < holdout_start].copy()
df_val = df[df["Date"] >= holdout_start].copy()

# %%
ss = StandardScaler()
df_fit[nums] = ss.fit_transform(df_fit[nums])
for d in (df_val, df_test):
    d[nums] = ss.transform(d[nums])

# %%
params = {"objective": "reg:squarederror", "eta": 0.1, "max_depth": 10, "subsample": 0.9, "seed": 1301}
booster = xgb.train(params, xgb.DMatrix(df_fit[feats], df_fit["y"]), num_boost_round=300)
yhat = np.expm1(booster.predict(xgb.DMatrix(df_val[feats])))
rel = (df_val["Sales"].values - yhat) / df_val["Sales"].values
print("holdout RMSPE", np.sqrt(np.mean(rel ** 2)))

# %%
pred = np.expm1(booster.predict(xgb.DMatrix(df_test[feats])))
pd.DataFrame({"Id": df_test["Id"], "Sales": pred}).to_csv("submission.csv", index=False)
