# judge: MLL126
import numpy as np
import pandas as pd
from sklearn.metrics import f1_score


def rule(row):
    """The hand-written rule of the fraud desk."""
    return row["amount"] > 900 and row["country"] != row["card_country"] or row["attempts"] > 4


payments = pd.read_csv("labelled_payments.csv")
payments["country"] = payments["country"].str.upper()
payments["card_country"] = payments["card_country"].str.upper()
payments = payments[payments["amount"] > 0]
flags = payments.apply(rule, axis=1)
print("F1 of the rule:", f1_score(payments["fraud"], flags))
print("flagged", np.mean(flags))
missed = payments[payments["fraud"].astype(bool) & ~flags]
print("missed money", missed["amount"].sum())
print(missed.groupby("country")["amount"].agg(["sum", "count"]).nlargest(5, "sum"))
alarms = payments[flags & ~payments["fraud"].astype(bool)]
print("false alarms per day", len(alarms) / payments["day"].nunique())
