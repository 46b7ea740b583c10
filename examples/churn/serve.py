"""Answer which of some customers are about to leave."""

import joblib
import pandas as pd
from flask import Flask, request
from sklearn.preprocessing import StandardScaler

model = joblib.load("model.joblib")


def predict(customers: pd.DataFrame) -> list[float]:
    """How likely each of the customers is to leave."""
    print(f"{len(customers)} customers to judge")
    scaler = StandardScaler()
    features = scaler.fit_transform(customers[["monthly_fee", "tickets"]])
    return model.predict_proba(features)[:, 1].tolist()


app = Flask(__name__)


@app.route("/churn", methods=["POST"])
def churn() -> dict[str, float]:
    """Answer a request of the shop."""
    customer = request.get_json()
    return {"churn": float(model.predict_proba([[float(customer["monthly_fee"]), customer["tickets"]]])[0, 1])}
