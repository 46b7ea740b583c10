import pandas as pd
from sklearn.linear_model import RidgeCV
from sklearn.metrics import mean_absolute_error

gas = pd.read_csv("gas_consumption.csv", parse_dates=["day"]).sort_values("day").reset_index(drop=True)
gas["temperature"] = gas["temperature"].astype(float)
print("mean consumption", gas["consumption"].mean())
gas.plot(x="day", y="consumption", figsize=(12, 3))
for lag in (1, 2, 7, 14):
    gas[f"consumption_lag{lag}"] = gas["consumption"].shift(lag)
gas["consumption_mean7"] = gas["consumption"].shift(1).rolling(7).mean()
gas = gas.dropna()

y = gas["consumption"]
X = gas.filter(regex="lag|mean7|temperature")
cut = len(gas) - 365
model = RidgeCV().fit(X.iloc[:cut], y.iloc[:cut])
print("MAE of the last year", mean_absolute_error(y.iloc[cut:], model.predict(X.iloc[cut:])))
coefficients = dict(zip(X.columns, model.coef_.round(3)))
for name, value in coefficients.items():
    print(f"{name:20} {value}")
errors = (y.iloc[cut:] - model.predict(X.iloc[cut:])).abs()
print(errors.groupby(gas["day"].iloc[cut:].dt.month).mean())
