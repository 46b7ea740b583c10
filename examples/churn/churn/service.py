"""Answer for one customer."""

import joblib
from flask import Flask, jsonify, request

app = Flask(__name__)


@app.post("/predict")
def predict():
    """How likely the customer is to leave."""
    model = joblib.load("model.joblib")
    print("a customer is judged")
    return jsonify({"leaves": model.predict([request.json["features"]]).tolist()})
