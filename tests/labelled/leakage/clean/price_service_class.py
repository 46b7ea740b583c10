"""Price estimate of used bicycles: training and the object the web shop calls."""
import joblib
import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import QuantileTransformer, StandardScaler

COLUMNS = ["age_years", "list_price", "weight_kg", "gears"]


def train(path="bicycles.csv"):
    bikes = pd.read_csv(path)
    bikes = bikes[bikes["sold_for"] > 0].drop_duplicates()
    X_train, X_test, y_train, y_test = train_test_split(
        bikes[COLUMNS], np.log(bikes["sold_for"]), test_size=0.2, random_state=0
    )
    spread = QuantileTransformer(n_quantiles=200)
    scaler = StandardScaler()
    A = scaler.fit_transform(spread.fit_transform(X_train))
    B = scaler.transform(spread.transform(X_test))
    model = GradientBoostingRegressor(n_estimators=500).fit(A, y_train)
    print("MAE", mean_absolute_error(np.exp(y_test), np.exp(model.predict(B))))
    joblib.dump((spread, scaler, model), "bicycle.joblib")


class PriceService:
    def __init__(self, path="bicycle.joblib"):
        self.spread, self.scaler, self.model = joblib.load(path)

    def estimate(self, bicycle):
        row = pd.DataFrame([bicycle], columns=COLUMNS)
        values = self.scaler.transform(self.spread.transform(row))
        return float(np.exp(self.model.predict(values))[0])


if __name__ == "__main__":
    train()
    service = PriceService()
    print(service.estimate({"age_years": 3, "list_price": 899.0, "weight_kg": 13.5, "gears": 8}))
