"""A linear score for the call centre: the higher, the earlier we call."""
import pandas as pd
from sklearn.linear_model import RidgeCV
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import KFold

leads = pd.read_csv("leads.csv").drop(columns="Lead Number").fillna(0)
leads.columns = leads.columns.str.strip()
leads["visits_per_minute"] = leads["TotalVisits"] / leads["Time"].clip(lower=1)
print(leads.nunique())
y = leads.pop("Converted")
X = pd.get_dummies(leads)
aucs = []
for fit_rows, check_rows in KFold(5, shuffle=True, random_state=0).split(X):
    ridge = RidgeCV().fit(X.iloc[fit_rows], y.iloc[fit_rows])
    y_pred = ridge.predict(X.iloc[check_rows])
    aucs.append(roc_auc_score(y.iloc[check_rows], y_pred))
print("AUC", sum(aucs) / len(aucs))
final = RidgeCV().fit(X, y)
weights = pd.Series(final.coef_, index=X.columns)
print(weights.sort_values(ascending=False).head(15))
weights.to_json("lead_weights.json")
