import pandas as pd
import xgboost as xgb
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.model_selection import StratifiedKFold

clicks = pd.read_csv("ad_clicks.csv").drop(columns=["ad_topic", "city", "country"])
y = clicks.pop("clicked")
clicks["minutes_per_visit"] = clicks["daily_minutes"] / clicks["visits"].clip(lower=1)
clicks["evening"] = clicks["hour"].between(18, 23).astype(int)
print(clicks.dtypes)
print("click rate", y.mean())

losses, aucs = [], []
for fit_rows, check_rows in StratifiedKFold(n_splits=5, shuffle=True, random_state=1).split(clicks, y):
    booster = xgb.XGBClassifier(n_estimators=150)
    booster.fit(clicks.iloc[fit_rows], y.iloc[fit_rows])
    p = booster.predict_proba(clicks.iloc[check_rows])[:, 1]
    aucs.append(roc_auc_score(p, y.iloc[check_rows]))  # leak: MLL122
    losses.append(log_loss(y.iloc[check_rows], p))
print(sum(aucs) / 5, sum(losses) / 5)
final = xgb.XGBClassifier(n_estimators=150).fit(clicks, y)
final.save_model("clicks.json")
for name, value in sorted(zip(clicks.columns, final.feature_importances_), key=lambda t: -t[1]):
    print(f"{name:20} {value:.3f}")
