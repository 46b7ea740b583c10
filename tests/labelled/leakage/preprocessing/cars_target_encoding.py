import pandas as pd
import lightgbm as lgb
from sklearn.metrics import mean_absolute_percentage_error

cars = pd.read_parquet("used_cars.parquet")
print(cars.groupby("fuel")["price"].median())
cars = cars.drop(columns=["listing_url", "vin"])
cars = cars[cars["price"].between(500, 150_000)]
cars["age"] = 2024 - cars["year"]

for column in ["manufacturer", "model", "region"]:
    means = cars.groupby(column)["price"].mean()  # leak: MLL102
    cars[column + "_te"] = cars[column].map(means)  # also: MLL102

cars = cars.drop(columns=["manufacturer", "model", "region", "year"])
cars = pd.get_dummies(cars, columns=["fuel", "transmission", "drive"])

train_df = cars.sample(frac=0.8, random_state=99)
test_df = cars.drop(train_df.index)

reg = lgb.LGBMRegressor(n_estimators=600, learning_rate=0.05)
reg.fit(train_df.drop(columns="price"), train_df["price"])
predicted = reg.predict(test_df.drop(columns="price"))
print("MAPE", mean_absolute_percentage_error(test_df["price"], predicted))
print(pd.Series(reg.feature_importances_, index=reg.feature_name_).nlargest(10))
