import numpy as np
import pandas as pd
from catboost import CatBoostClassifier
from sklearn.metrics import average_precision_score


def build_features(events):
    sessions = events.groupby(["user_id", "session"]).agg(
        clicks=("click", "sum"), duration=("seconds", "sum"), bought=("purchase", "max")
    ).reset_index()
    by_user = sessions.groupby("user_id")
    sessions["user_sessions"] = by_user["session"].transform("count")  # also: MLL102
    sessions["user_mean_clicks"] = by_user["clicks"].transform("mean")  # also: MLL102
    return sessions


def main():
    sessions = build_features(pd.read_parquet("events.parquet"))
    features = ["clicks", "duration", "user_sessions", "user_mean_clicks"]
    test = sessions.sample(frac=0.2, random_state=4)  # leak: MLL116
    train = sessions.drop(test.index)
    model = CatBoostClassifier(iterations=400, verbose=False)
    model.fit(train[features], train["bought"])
    print("AP", average_precision_score(test["bought"], model.predict_proba(test[features])[:, 1]))


if __name__ == "__main__":
    main()
