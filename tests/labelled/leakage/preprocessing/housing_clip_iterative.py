import pandas as pd
from sklearn.experimental import enable_iterative_imputer  # noqa
from sklearn.impute import IterativeImputer
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.model_selection import train_test_split
from sklearn.metrics import mean_squared_error

flats = pd.read_csv("rents.csv")
flats = flats.drop_duplicates()

low, high = flats["area"].quantile(0.01), flats["area"].quantile(0.99)  # leak: MLL102
flats["area"] = flats["area"].clip(low, high)  # also: MLL102

numeric = ["area", "rooms", "floor", "year_built", "distance_center"]
imp = IterativeImputer(max_iter=20, random_state=0)
flats[numeric] = imp.fit_transform(flats[numeric])  # leak: MLL101

X = flats[numeric + ["balcony", "elevator"]]
y = flats["rent"]
X_train, X_holdout, y_train, y_holdout = train_test_split(X, y, test_size=0.15, random_state=8)
model = HistGradientBoostingRegressor(max_iter=500)
model.fit(X_train, y_train)
rmse = mean_squared_error(y_holdout, model.predict(X_holdout)) ** 0.5
print(f"{rmse=:.1f}")
