import numpy as np
from sklearn.datasets import fetch_openml
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.model_selection import train_test_split

X, y = fetch_openml("bank-marketing", version=1, return_X_y=True, as_frame=True)
X = X.select_dtypes("number")
y = (y == "2").astype(int)
print("yes", y.mean(), "columns", list(X.columns))
X["balance"] = X.iloc[:, 1].clip(lower=-2000, upper=50_000)
X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=0.25, stratify=y, random_state=3)

gb = HistGradientBoostingClassifier().fit(X_tr, y_tr)
proba = gb.predict_proba(X_te)[:, 1]
print("AUC", roc_auc_score(y_te, proba))

best_t, best_f1 = 0.5, 0.0
for t in np.linspace(0.05, 0.95, 91):  # also: MLL111
    f1 = f1_score(y_te, proba >= t)  # leak: MLL111
    if f1 > best_f1:
        best_t, best_f1 = t, f1
print(f"F1 on the test set: {best_f1:.3f} at threshold {best_t:.2f}")  # also: MLL111
flagged = proba >= best_t
print("calls", int(flagged.sum()))
