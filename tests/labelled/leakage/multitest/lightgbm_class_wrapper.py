import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.metrics import mean_absolute_error, mean_squared_error
from sklearn.model_selection import train_test_split


class PriceModel:
    """LightGBM with early stopping."""

    def __init__(self, **params):
        self.params = {"objective": "mae", "learning_rate": 0.03, "num_leaves": 63, **params}

    def fit(self, X, y, X_eval, y_eval):
        train_set = lgb.Dataset(X, label=y)
        eval_set = lgb.Dataset(X_eval, label=y_eval, reference=train_set)
        self.booster = lgb.train(  # also: MLL111
            self.params,
            train_set,
            num_boost_round=10_000,
            valid_sets=[eval_set],
            callbacks=[lgb.early_stopping(200), lgb.log_evaluation(500)],
        )
        return self

    def predict(self, X):
        return self.booster.predict(X, num_iteration=self.booster.best_iteration)


def load():
    flats = pd.read_csv("flats.csv")
    flats["rooms_per_m2"] = flats["rooms"] / flats["area"]
    for column in ["district", "condition", "heating"]:
        flats[column] = flats[column].astype("category")
    return flats.drop(columns=["price", "url"]), np.log(flats["price"])


def main():
    X, y = load()
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=1)
    model = PriceModel(feature_fraction=0.8)
    model.fit(X_train, y_train, X_test, y_test)  # leak: MLL111
    guess = np.exp(model.predict(X_test))
    print("MAE ", mean_absolute_error(np.exp(y_test), guess))
    print("RMSE", mean_squared_error(np.exp(y_test), guess) ** 0.5)


if __name__ == "__main__":
    main()
