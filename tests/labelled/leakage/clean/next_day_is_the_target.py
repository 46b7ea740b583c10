import lightgbm as lgb
import pandas as pd
from sklearn.metrics import roc_auc_score

prices = pd.read_csv("btc_daily.csv", parse_dates=["date"]).sort_values("date")
prices = prices.drop_duplicates("date")
print(prices["close"].describe())
print("days", (prices["date"].max() - prices["date"].min()).days)
prices["return_1"] = prices["close"].pct_change()
prices["range"] = (prices["high"] - prices["low"]) / prices["close"]
prices["volume_z"] = prices["volume"] / prices["volume"].rolling(20).mean()
prices["next_close"] = prices["close"].shift(-1)
prices["target"] = (prices["next_close"] > prices["close"]).astype(int)
prices = prices.dropna()

inputs = ["return_1", "range", "volume_z"]
train = prices[prices["date"] < "2021-01-01"]
test = prices[prices["date"] >= "2021-01-01"]
model = lgb.LGBMClassifier(n_estimators=200).fit(train[inputs], train["target"])
print("AUC", roc_auc_score(test["target"], model.predict_proba(test[inputs])[:, 1]))
p = model.predict_proba(test[inputs])[:, 1]
bought = test[p > 0.55]
print("days bought", len(bought), "mean change", (bought["next_close"] / bought["close"] - 1).mean())
print(dict(zip(inputs, model.feature_importances_)))
