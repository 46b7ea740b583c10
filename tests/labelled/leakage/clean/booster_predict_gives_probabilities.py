import lightgbm as lgb
import pandas as pd
import xgboost as xgb
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.model_selection import train_test_split

clicks = pd.read_csv("ad_clicks.csv").drop(columns=["ad_topic", "city", "country"])
y = clicks.pop("clicked")
clicks["minutes_per_visit"] = clicks["daily_minutes"] / clicks["visits"].clip(lower=1)
clicks["evening"] = clicks["hour"].between(18, 23).astype(int)
print(clicks.dtypes)
print("click rate", y.mean())
X_dev, X_test, y_dev, y_test = train_test_split(clicks, y, test_size=0.2, stratify=y, random_state=0)
X_train, X_val, y_train, y_val = train_test_split(X_dev, y_dev, test_size=0.2, stratify=y_dev, random_state=0)

train_set = lgb.Dataset(X_train, label=y_train)
val_set = lgb.Dataset(X_val, label=y_val, reference=train_set)
gbm = lgb.train(
    {"objective": "binary", "metric": "auc", "verbose": -1}, train_set, 2000, valid_sets=[val_set],
    callbacks=[lgb.early_stopping(100)],
)
dtrain = xgb.DMatrix(X_train, label=y_train)
bst = xgb.train({"objective": "binary:logistic", "eta": 0.1}, dtrain, num_boost_round=300)

p = (gbm.predict(X_test) + bst.predict(xgb.DMatrix(X_test))) / 2
print("AUC", roc_auc_score(y_test, p), "log loss", log_loss(y_test, p))
gain = pd.Series(gbm.feature_importance("gain"), index=gbm.feature_name())
print(gain.sort_values(ascending=False).head(10))
gbm.save_model("clicks_lgb.txt")
bst.save_model("clicks_xgb.json")
