# judge: MLL126
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, roc_auc_score
from sklearn.model_selection import train_test_split

defaults = pd.read_excel("credit_default.xls", header=1).drop(columns="ID")
y = defaults.pop("default payment next month")
defaults.columns = [c.lower() for c in defaults.columns]
bills = [c for c in defaults.columns if c.startswith("bill_amt")]
defaults["bill_range"] = defaults[bills].max(axis=1) - defaults[bills].min(axis=1)
defaults["late_months"] = (defaults.filter(like="pay_") > 0).sum(axis=1)
print(defaults.describe().T)
X_train, X_test, y_train, y_test = train_test_split(defaults, y, stratify=y, random_state=0)
lr = LogisticRegression(class_weight="balanced", max_iter=1000).fit(X_train, y_train)
print("Accuracy:", accuracy_score(y_test, lr.predict(X_test)))
print("AUC:", roc_auc_score(y_test, lr.predict_proba(X_test)[:, 1]))
coefficients = pd.Series(lr.coef_[0], index=defaults.columns)
print(coefficients.sort_values().tail(5))
