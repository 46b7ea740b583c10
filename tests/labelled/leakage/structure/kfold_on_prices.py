# %%
import pandas as pd
import numpy as np
from sklearn.linear_model import RidgeCV
from sklearn.model_selection import KFold
from sklearn.metrics import mean_squared_error

# %%
gold = pd.read_csv("gold.csv")
gold["Date"] = pd.to_datetime(gold["Date"])
gold = gold.sort_values("Date").reset_index(drop=True)
gold["ret"] = gold["Close"].pct_change()
for lag in range(1, 6):
    gold[f"ret_{lag}"] = gold["ret"].shift(lag)
gold["vol_10"] = gold["ret"].shift(1).rolling(10).std()
gold = gold.dropna()

# %%
cols = [c for c in gold.columns if c.startswith(("ret_", "vol_"))]
X, y = gold[cols].values, gold["ret"].values
kf = KFold(n_splits=5, shuffle=True, random_state=0)  # leak: MLL117
errors = []
for tr, va in kf.split(X):  # also: MLL117
    ridge = RidgeCV(alphas=np.logspace(-4, 2, 20)).fit(X[tr], y[tr])
    errors.append(mean_squared_error(y[va], ridge.predict(X[va])))
print(np.sqrt(np.mean(errors)))
