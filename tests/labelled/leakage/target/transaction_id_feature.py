import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

COLUMNS = ["transaction_id", "amount", "hour", "foreign", "attempts"]


def load():
    tx = pd.read_csv("transactions.csv")
    assert tx["transaction_id"].is_unique
    return tx


tx = load()
X = tx[COLUMNS]  # leak: MLL115
y = tx["chargeback"]
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=0)
pipe = make_pipeline(StandardScaler(), LogisticRegression())
pipe.fit(X_train, y_train)
print(roc_auc_score(y_test, pipe.predict_proba(X_test)[:, 1]))
