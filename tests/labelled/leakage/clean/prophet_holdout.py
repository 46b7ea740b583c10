import numpy as np
import pandas as pd
from prophet import Prophet

visits = pd.read_csv("web_visits.csv", parse_dates=["date"]).rename(columns={"date": "ds", "visits": "y"})
visits = visits.sort_values("ds")
print(visits.tail())
print("mean visits", visits["y"].mean())
visits["y"] = np.log1p(visits["y"])
horizon = 60
history, future = visits[:-horizon], visits[-horizon:]

model = Prophet(weekly_seasonality=True, yearly_seasonality=True)
model.add_country_holidays(country_name="DE")
model.fit(history)
forecast = model.predict(future[["ds"]])
error = np.expm1(future["y"].to_numpy()) - np.expm1(forecast["yhat"].to_numpy())
print("MAE", np.abs(error).mean())
lower, upper = np.expm1(forecast["yhat_lower"]), np.expm1(forecast["yhat_upper"])
inside = (np.expm1(future["y"].to_numpy()) >= lower) & (np.expm1(future["y"].to_numpy()) <= upper)
print("coverage of the interval", inside.mean())

final = Prophet(weekly_seasonality=True, yearly_seasonality=True)
final.add_country_holidays(country_name="DE")
final.fit(visits)
final.predict(final.make_future_dataframe(periods=horizon)).to_csv("forecast.csv", index=False)
