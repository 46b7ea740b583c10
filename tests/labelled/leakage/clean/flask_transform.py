import joblib
import pandas as pd
from flask import Flask, jsonify, request

app = Flask(__name__)
scaler = joblib.load("models/credit_scaler.joblib")
model = joblib.load("models/credit.joblib")
FIELDS = ["income", "debt", "age", "open_accounts"]


@app.route("/predict", methods=["POST"])
def predict():
    payload = request.get_json()
    frame = pd.DataFrame(payload["rows"])[FIELDS]
    probabilities = model.predict_proba(scaler.transform(frame))[:, 1]
    return jsonify({"probabilities": probabilities.tolist()})


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=8080)
