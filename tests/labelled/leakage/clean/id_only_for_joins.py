import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

accounts = pd.read_csv("accounts.csv")
payments = pd.read_csv("payments.csv")
payments = payments[payments["status"] == "booked"]
print("payments per account", len(payments) / len(accounts))
totals = payments.groupby("account_id")["amount"].agg(["sum", "count"]).reset_index()
df = accounts.merge(totals, on="account_id", how="left").fillna({"sum": 0, "count": 0})
df = df.drop_duplicates(subset="account_id")
df["per_payment"] = df["sum"] / df["count"].clip(lower=1)
df = df.dropna(subset=["defaulted"])
print(df.drop(columns="account_id").describe())

X = df.drop(columns=["account_id", "defaulted"])
y = df["defaulted"]
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=0)
pipe = make_pipeline(StandardScaler(), LogisticRegression()).fit(X_train, y_train)
print(roc_auc_score(y_test, pipe.predict_proba(X_test)[:, 1]))
coefficients = pd.Series(pipe[-1].coef_[0], index=X.columns)
print(coefficients.sort_values())
