import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.impute import SimpleImputer
from sklearn.model_selection import cross_val_score, train_test_split

bikes = pd.read_csv("bike_rentals_by_hour.csv")
bikes = bikes[bikes["humidity"] > 0]
print(bikes.groupby("hour")["count"].mean())
print("mean rentals", bikes["count"].mean())
y = bikes["count"]
X = bikes[["temp", "humidity", "windspeed", "hour", "workingday", "season"]]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=3)

imputer = SimpleImputer(strategy="median").fit(X_train)
X_train = imputer.transform(X_train)
X_test = imputer.transform(X_test)

gbr = GradientBoostingRegressor(n_estimators=300)
gbr.fit(X_train, y_train)
print("test R2:", gbr.score(X_test, y_test))
cv = cross_val_score(gbr, X_test, y_test, cv=5)  # leak: MLL105
print("cv R2:", cv.mean())
for name, value in sorted(zip(X.columns, gbr.feature_importances_), key=lambda t: -t[1]):
    print(f"{name:12} {value:.3f}")
