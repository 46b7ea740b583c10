import numpy as np
from sklearn.datasets import fetch_openml
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.model_selection import train_test_split

X, y = fetch_openml("bank-marketing", version=1, return_X_y=True, as_frame=True)
X = X.select_dtypes("number")
y = (y == "2").astype(int)
print("yes", y.mean(), "columns", list(X.columns))
X_tr, X_rest, y_tr, y_rest = train_test_split(X, y, test_size=0.4, stratify=y, random_state=3)
X_va, X_te, y_va, y_te = train_test_split(X_rest, y_rest, test_size=0.5, stratify=y_rest, random_state=3)

gb = HistGradientBoostingClassifier().fit(X_tr, y_tr)
val_proba = gb.predict_proba(X_va)[:, 1]
grid = np.linspace(0.05, 0.95, 91)
best_t = max(grid, key=lambda t: f1_score(y_va, val_proba >= t))

proba = gb.predict_proba(X_te)[:, 1]
print("AUC", roc_auc_score(y_te, proba))
print(f"F1 {f1_score(y_te, proba >= best_t):.3f} at threshold {best_t:.2f}")
flagged = proba >= best_t
print("flagged", flagged.mean(), "of them right", y_te[flagged].mean())
cost = 5 * ((~flagged) & (y_te == 1)).sum() + (flagged & (y_te == 0)).sum()
print("cost of calls", cost)
