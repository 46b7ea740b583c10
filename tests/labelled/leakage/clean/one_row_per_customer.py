import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split


def customer_table(orders):
    """One row per customer."""
    table = orders.groupby("customer").agg(
        orders=("total", "size"), spent=("total", "sum"), biggest=("total", "max"), countries=("country", "nunique")
    )
    table["per_order"] = table["spent"] / table["orders"]
    return table


orders = pd.read_csv("orders_2022.csv")
came_back = pd.read_csv("returned_2023.csv", index_col="customer")["returned"]
orders = orders[orders["total"] > 0]
print(orders["customer"].nunique(), "customers", len(orders), "orders")
X = customer_table(orders)
y = came_back.reindex(X.index).fillna(0).astype(int)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, stratify=y, random_state=0)
clf = HistGradientBoostingClassifier().fit(X_train, y_train)
print("AUC", roc_auc_score(y_test, clf.predict_proba(X_test)[:, 1]))
risk = pd.Series(1 - clf.predict_proba(X_test)[:, 1], index=X_test.index, name="risk")
risk.sort_values(ascending=False).head(100).to_csv("call_list.csv")
