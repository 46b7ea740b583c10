import joblib
import pandas as pd
from flask import Flask, jsonify, request

app = Flask(__name__)
scaler = joblib.load("models/credit_scaler.joblib")
model = joblib.load("models/credit.joblib")
FIELDS = ["income", "debt", "age", "open_accounts"]
LIMIT = 500


def read_rows(payload):
    rows = payload.get("rows", [])
    if len(rows) > LIMIT:
        raise ValueError(f"at most {LIMIT} rows at a time")
    return pd.DataFrame(rows, columns=FIELDS).astype(float)


@app.errorhandler(ValueError)
def refuse(error):
    return jsonify({"error": str(error)}), 400


@app.route("/predict", methods=["POST"])
def predict():
    payload = request.get_json()
    frame = pd.DataFrame(payload["rows"])[FIELDS]
    probabilities = model.predict_proba(scaler.transform(frame))[:, 1]
    return jsonify({"probabilities": probabilities.tolist()})


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=8080)
