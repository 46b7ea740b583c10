# judge: MLL120
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import KFold, train_test_split
from sklearn.metrics import mean_absolute_error

fish = pd.read_csv("Fish.csv")
fish = fish[fish["Weight"] > 0]
fish["volume"] = fish["Length1"] * fish["Height"] * fish["Width"]
print(fish.groupby("Species")["Weight"].mean())
X = pd.get_dummies(fish.drop(columns="Weight"))
y = fish["Weight"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
errors = []
for tr, va in KFold(5, shuffle=True, random_state=0).split(X_train):
    rf = RandomForestRegressor().fit(X_train.iloc[tr], y_train.iloc[tr])
    errors.append(mean_absolute_error(y_train.iloc[va], rf.predict(X_train.iloc[va])))
print("cv", errors)
rf = RandomForestRegressor().fit(X_train, y_train)
print("MAE", mean_absolute_error(y_test, rf.predict(X_test)))
importance = pd.Series(rf.feature_importances_, index=X.columns)
print(importance.sort_values(ascending=False).head())
