import argparse

import joblib
import pandas as pd
from flask import Flask, jsonify, request
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler

FIELDS = ["temperature", "vibration", "current", "age_days"]
app = Flask(__name__)
bundle = {}


def train(path):
    table = pd.read_csv(path)
    X_train, X_test, y_train, y_test = train_test_split(
        table[FIELDS], table["failed"], stratify=table["failed"], random_state=0
    )
    scaler = MinMaxScaler().fit(X_train)
    model = RandomForestClassifier(n_estimators=300).fit(scaler.transform(X_train), y_train)
    print("AUC", roc_auc_score(y_test, model.predict_proba(scaler.transform(X_test))[:, 1]))
    joblib.dump({"scaler": scaler, "model": model}, "bundle.joblib")


@app.route("/score", methods=["POST"])
def score():
    rows = pd.DataFrame(request.get_json())[FIELDS]
    values = bundle["scaler"].fit_transform(rows)  # leak: MLL108
    return jsonify(bundle["model"].predict_proba(values)[:, 1].tolist())


@app.route("/normalised", methods=["POST"])
def normalised():
    rows = pd.DataFrame(request.get_json())[FIELDS]
    return jsonify(MinMaxScaler().fit_transform(rows).tolist())  # leak: MLL108


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--train")
    options = parser.parse_args()
    if options.train:
        train(options.train)
    bundle.update(joblib.load("bundle.joblib"))
    app.run(port=9000)
