import pandas as pd
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split

bikes = pd.read_csv("bike_rentals_by_hour.csv")
bikes = bikes[bikes["humidity"] > 0]
bikes["rush"] = bikes["hour"].isin([7, 8, 17, 18]).astype(int)
print(bikes.groupby("hour")["count"].mean())
X = bikes[["temp", "humidity", "windspeed", "hour", "workingday"]]
y = bikes["count"]
X_rest, X_final, y_rest, y_final = train_test_split(X, y, test_size=0.2, random_state=0)
X_base, X_test, y_base, y_test = train_test_split(X_rest, y_rest, test_size=0.3, random_state=0)

# stage one learns on one half, stage two corrects it on the other
stage1 = HistGradientBoostingRegressor().fit(X_base, y_base)
stage2 = LinearRegression()
stage2.fit(stage1.predict(X_test).reshape(-1, 1), y_test)

final = stage2.predict(stage1.predict(X_final).reshape(-1, 1))
print("MAE", mean_absolute_error(y_final, final))
print("slope", stage2.coef_[0], "offset", stage2.intercept_)
share_negative = (final < 0).mean()
print("negative predictions", share_negative)
