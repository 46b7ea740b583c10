import numpy as np
import pandas as pd
from catboost import CatBoostClassifier
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split

events = pd.read_parquet("events.parquet")
sessions = events.groupby(["user_id", "session"]).agg(
    clicks=("click", "sum"), duration=("seconds", "sum"), bought=("purchase", "max")
).reset_index()
sessions["number"] = sessions.groupby("user_id").cumcount()

users = sessions["user_id"].unique()
train_users, test_users = train_test_split(users, test_size=0.2, random_state=4)
train = sessions[sessions["user_id"].isin(train_users)]
test = sessions[sessions["user_id"].isin(test_users)]
assert not set(train["user_id"]) & set(test["user_id"])

features = ["clicks", "duration", "number"]
model = CatBoostClassifier(iterations=400, verbose=False)
model.fit(train[features], train["bought"])
p = model.predict_proba(test[features])[:, 1]
print("AP", average_precision_score(test["bought"], p), "rate", np.mean(test["bought"]))
