import lightgbm as lgb
import optuna
import pandas as pd
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split

df = pd.read_feather("taxi_fares.feather")
X = df.drop(columns=["fare_amount"])
y = df["fare_amount"]
X_dev, X_test, y_dev, y_test = train_test_split(X, y, test_size=0.1, random_state=0)
X_train, X_valid, y_train, y_valid = train_test_split(X_dev, y_dev, test_size=0.1, random_state=0)


def objective(trial):
    params = {
        "num_leaves": trial.suggest_int("num_leaves", 16, 512, log=True),
        "learning_rate": trial.suggest_float("learning_rate", 0.01, 0.3, log=True),
    }
    model = lgb.LGBMRegressor(n_estimators=500, **params)
    model.fit(X_train, y_train)
    return mean_squared_error(y_valid, model.predict(X_valid))


study = optuna.create_study(direction="minimize")
study.optimize(objective, n_trials=60)
print("validation MSE of the best trial", study.best_value)
final = lgb.LGBMRegressor(n_estimators=500, **study.best_params).fit(X_dev, y_dev)
print("test RMSE", mean_squared_error(y_test, final.predict(X_test)) ** 0.5)
