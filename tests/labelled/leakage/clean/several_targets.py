import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split

TARGETS = ["heating", "cooling"]
energy = pd.read_csv("buildings.csv")
X = energy.drop(columns=TARGETS)
Y = energy[TARGETS]
X_train, X_test, Y_train, Y_test = train_test_split(X, Y, random_state=0)
forest = RandomForestRegressor(n_estimators=300).fit(X_train, Y_train)
errors = mean_absolute_error(Y_test, forest.predict(X_test), multioutput="raw_values")
print(dict(zip(TARGETS, errors)))
