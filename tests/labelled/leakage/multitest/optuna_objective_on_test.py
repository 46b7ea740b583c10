import lightgbm as lgb
import optuna
import pandas as pd
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split

df = pd.read_feather("taxi_fares.feather")
X = df.drop(columns=["fare_amount"])
y = df["fare_amount"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.1, random_state=0)


def objective(trial):
    model = lgb.LGBMRegressor(
        num_leaves=trial.suggest_int("num_leaves", 16, 512, log=True),
        learning_rate=trial.suggest_float("learning_rate", 0.01, 0.3, log=True),
        min_child_samples=trial.suggest_int("min_child_samples", 5, 100),
        n_estimators=500,
    )
    model.fit(X_train, y_train)
    return mean_squared_error(y_test, model.predict(X_test))  # also: MLL111, MLL112


study = optuna.create_study(direction="minimize")
study.optimize(objective, n_trials=60)  # leak: MLL111
final = lgb.LGBMRegressor(n_estimators=500, **study.best_params)
final.fit(X_train, y_train)
print("test RMSE", mean_squared_error(y_test, final.predict(X_test)) ** 0.5)  # also: MLL111, MLL112
