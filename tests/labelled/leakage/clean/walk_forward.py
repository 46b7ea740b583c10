# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import RidgeCV
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import TimeSeriesSplit
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

# %%
gold = pd.read_csv("gold.csv", parse_dates=["Date"]).sort_values("Date").reset_index(drop=True)
gold["ret"] = gold["Close"].pct_change()
for lag in range(1, 6):
    gold[f"ret_{lag}"] = gold["ret"].shift(lag)
gold["vol_10"] = gold["ret"].shift(1).rolling(10).std()
gold = gold.dropna()

# %%
cols = [c for c in gold.columns if c.startswith(("ret_", "vol_"))]
X, y = gold[cols].values, gold["ret"].values
errors = []
for tr, va in TimeSeriesSplit(n_splits=5, gap=5).split(X):
    model = make_pipeline(StandardScaler(), RidgeCV(alphas=np.logspace(-4, 2, 20))).fit(X[tr], y[tr])
    errors.append(mean_squared_error(y[va], model.predict(X[va])))
print(np.sqrt(np.mean(errors)))
