import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

accounts = pd.read_csv("accounts.csv")
payments = pd.read_csv("payments.csv")
totals = payments.groupby("account_id")["amount"].agg(["sum", "count"]).reset_index()
df = accounts.merge(totals, on="account_id", how="left").fillna({"sum": 0, "count": 0})
df = df.drop_duplicates(subset="account_id")

X = df.drop(columns=["account_id", "defaulted"])
y = df["defaulted"]
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=0)
pipe = make_pipeline(StandardScaler(), LogisticRegression()).fit(X_train, y_train)
print(roc_auc_score(y_test, pipe.predict_proba(X_test)[:, 1]))
