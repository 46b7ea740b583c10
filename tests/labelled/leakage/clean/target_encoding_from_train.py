import lightgbm as lgb
import pandas as pd
from sklearn.metrics import mean_absolute_percentage_error
from sklearn.model_selection import train_test_split


def add_target_means(train, test, columns, target):
    train, test = train.copy(), test.copy()
    overall = train[target].mean()
    for column in columns:
        means = train.groupby(column)[target].mean()
        train[column + "_te"] = train[column].map(means)
        test[column + "_te"] = test[column].map(means).fillna(overall)
    return train.drop(columns=columns), test.drop(columns=columns)


cars = pd.read_parquet("used_cars.parquet").drop(columns=["listing_url", "vin"])
cars = cars[cars["price"].between(500, 150_000)]
cars = pd.get_dummies(cars, columns=["fuel", "transmission", "drive"])
train, test = train_test_split(cars, test_size=0.2, random_state=99)
train, test = add_target_means(train, test, ["manufacturer", "model", "region"], "price")

reg = lgb.LGBMRegressor(n_estimators=600, learning_rate=0.05)
reg.fit(train.drop(columns="price"), train["price"])
print("MAPE", mean_absolute_percentage_error(test["price"], reg.predict(test.drop(columns="price"))))
