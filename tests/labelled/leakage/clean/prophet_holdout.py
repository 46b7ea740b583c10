import numpy as np
import pandas as pd
from prophet import Prophet

visits = pd.read_csv("web_visits.csv", parse_dates=["date"]).rename(columns={"date": "ds", "visits": "y"})
visits = visits.sort_values("ds")
visits["y"] = np.log1p(visits["y"])
horizon = 60
history, future = visits[:-horizon], visits[-horizon:]

model = Prophet(weekly_seasonality=True, yearly_seasonality=True)
model.add_country_holidays(country_name="DE")
model.fit(history)
forecast = model.predict(future[["ds"]])
error = np.expm1(future["y"].to_numpy()) - np.expm1(forecast["yhat"].to_numpy())
print("MAE", np.abs(error).mean())
