import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split

TARGETS = ["heating", "cooling"]
energy = pd.read_csv("buildings.csv")
energy = energy.dropna()
energy["glazing_ratio"] = energy["glazing"] / energy["wall_area"]
energy["compact"] = energy["volume"] / energy["surface"]
print(energy[TARGETS].corr())
X = energy.drop(columns=TARGETS)
Y = energy[TARGETS]
X_train, X_test, Y_train, Y_test = train_test_split(X, Y, random_state=0)
forest = RandomForestRegressor(n_estimators=300).fit(X_train, Y_train)
errors = mean_absolute_error(Y_test, forest.predict(X_test), multioutput="raw_values")
print(dict(zip(TARGETS, errors)))
guess = pd.DataFrame(forest.predict(X_test), columns=TARGETS, index=X_test.index)
off = (guess - Y_test).abs()
print(off.describe())
print("bad at both:", off[(off > 5).all(axis=1)].index.tolist())
for name, value in sorted(zip(X.columns, forest.feature_importances_), key=lambda t: -t[1]):
    print(f"{name:16} {value:.3f}")
