import joblib
import pandas as pd
from flask import Flask, jsonify, request
from sklearn.preprocessing import StandardScaler

app = Flask(__name__)
model = joblib.load("models/credit.joblib")
FIELDS = ["income", "debt", "age", "open_accounts"]


@app.route("/predict", methods=["POST"])
def predict():
    payload = request.get_json()
    frame = pd.DataFrame(payload["rows"])[FIELDS]
    scaler = StandardScaler()
    values = scaler.fit_transform(frame)  # leak: MLL108
    probabilities = model.predict_proba(values)[:, 1]
    return jsonify({"probabilities": probabilities.tolist()})


@app.route("/health")
def health():
    return "ok"


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=8080)
