import numpy as np
import polars as pl
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import mean_absolute_error

trips = pl.read_parquet("trips.parquet").filter(pl.col("minutes").is_between(1, 180))
trips = trips.with_columns(
    (pl.col("dropoff_lat") - pl.col("pickup_lat")).alias("dlat"),
    (pl.col("dropoff_lon") - pl.col("pickup_lon")).alias("dlon"),
    pl.col("passengers").fill_null(1),
).sort("pickup_time")

n = int(len(trips) * 0.8)
train, test = trips[:n], trips[n:]
tolls = train["tolls"].median()
train = train.with_columns(pl.col("tolls").fill_null(tolls))
test = test.with_columns(pl.col("tolls").fill_null(tolls))

columns = ["dlat", "dlon", "passengers", "tolls"]
model = GradientBoostingRegressor().fit(train[columns].to_numpy(), np.log(train["minutes"].to_numpy()))
guess = np.exp(model.predict(test[columns].to_numpy()))
print("MAE", mean_absolute_error(test["minutes"].to_numpy(), guess))
test = test.with_columns(pl.Series("guess", guess))
worst = test.with_columns((pl.col("guess") - pl.col("minutes")).abs().alias("off")).sort("off", descending=True)
print(worst.head(10))
print(dict(zip(columns, model.feature_importances_.round(3))))
