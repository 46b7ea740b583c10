import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import median_absolute_error
from sklearn.model_selection import train_test_split

households = pd.read_csv("households.csv")
print(households.isnull().mean())
print(households.groupby("heating")["energy_kwh"].median())
households = households[households["energy_kwh"] > 0]
households = households.drop(columns=["street", "interviewer"])
households["heating"] = households["heating"].astype("category").cat.codes
households = households.interpolate()  # leak: MLL102
households["members"] = households["members"].bfill()  # leak: MLL102
households["area_rank"] = households["area"].rank(pct=True)  # leak: MLL102

X = households.drop(columns="energy_kwh")
y = np.log(households["energy_kwh"])
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
gbr = GradientBoostingRegressor(loss="absolute_error").fit(X_train, y_train)
print(median_absolute_error(np.exp(y_test), np.exp(gbr.predict(X_test))))
print(pd.Series(gbr.feature_importances_, index=X.columns).sort_values())
