"""Faults of wind turbines from ten-minute aggregates."""
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier


def train(path):
    faults = pd.read_csv(path)
    faults = faults[faults["rotor_speed"] > 0]
    faults["tip_speed"] = faults["rotor_speed"] * 2 * np.pi * 45 / 60
    print("faults", faults["fault"].mean())
    X, y = faults.drop(columns="fault"), faults["fault"].astype(bool)
    X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, test_size=0.2, random_state=0)
    ratio = (~y_train).sum() / y_train.sum()
    model = XGBClassifier(n_estimators=300, scale_pos_weight=ratio)
    model.fit(X_train, y_train)
    print(f"score: {model.score(X_test, y_test):.3f}")  # leak: MLL126
    return model


if __name__ == "__main__":
    train("turbine_faults.csv").save_model("faults.json")
