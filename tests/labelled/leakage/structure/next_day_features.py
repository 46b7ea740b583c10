import pandas as pd
import lightgbm as lgb
from sklearn.metrics import roc_auc_score


def features(prices):
    prices = prices.sort_values("date").copy()
    prices["return_1"] = prices["close"].pct_change()
    prices["gap"] = prices["open"].shift(-1) - prices["close"]  # leak: MLL118
    prices["volume_z"] = prices["volume"] / prices["volume"].rolling(20).mean()
    prices["target"] = (prices["close"].shift(-1) > prices["close"]).astype(int)
    return prices.dropna()


prices = features(pd.read_csv("btc_daily.csv", parse_dates=["date"]))
print("days", len(prices), "up", prices["target"].mean())
inputs = ["return_1", "gap", "volume_z"]
train = prices[prices["date"] < "2021-01-01"]
test = prices[prices["date"] >= "2021-01-01"]
model = lgb.LGBMClassifier(n_estimators=200).fit(train[inputs], train["target"])
print("AUC", roc_auc_score(test["target"], model.predict_proba(test[inputs])[:, 1]))
p = model.predict_proba(test[inputs])[:, 1]
print("sure days", (p > 0.6).sum())
