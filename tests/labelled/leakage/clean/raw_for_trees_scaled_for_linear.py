import pandas as pd
from sklearn.ensemble import ExtraTreesRegressor
from sklearn.linear_model import ElasticNetCV
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

plants = pd.read_csv("ccpp.csv")
plants = plants.drop_duplicates().reset_index(drop=True)
print(plants.corr().round(2))
print("mean output", plants["PE"].mean())
X, y = plants[["AT", "V", "AP", "RH"]], plants["PE"]
X_dev, X_test, y_dev, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
X_train, X_val, y_train, y_val = train_test_split(X_dev, y_dev, test_size=0.25, random_state=0)
scaler = StandardScaler().fit(X_train)

trees = ExtraTreesRegressor(n_estimators=300).fit(X_train, y_train)
linear = ElasticNetCV().fit(scaler.transform(X_train), y_train)

mae_trees = mean_absolute_error(y_val, trees.predict(X_val))
mae_linear = mean_absolute_error(y_val, linear.predict(scaler.transform(X_val)))
print("validation", mae_trees, mae_linear)
blend = (trees.predict(X_test) + linear.predict(scaler.transform(X_test))) / 2
print("test MAE of the blend", mean_absolute_error(y_test, blend))
print("coefficients", dict(zip(X.columns, linear.coef_.round(2))))
print("importances", dict(zip(X.columns, trees.feature_importances_.round(2))))
