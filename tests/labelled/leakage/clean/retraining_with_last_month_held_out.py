"""Nightly retraining: tune on the past, check on the last month, register."""
import mlflow
import mlflow.sklearn
import pandas as pd
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.metrics import mean_absolute_error, r2_score
from sklearn.model_selection import RandomizedSearchCV, TimeSeriesSplit
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OrdinalEncoder

SPACE = {
    "histgradientboostingregressor__max_leaf_nodes": [15, 31, 63, 127],
    "histgradientboostingregressor__learning_rate": [0.02, 0.05, 0.1],
}


def load(day):
    trips = pd.read_parquet(f"s3://features/trips/{day}.parquet").sort_values("pickup")
    trips = trips[trips["minutes"].between(1, 240)]
    cut = pd.Timestamp(day) - pd.Timedelta(days=30)
    return trips[trips["pickup"] < cut], trips[trips["pickup"] >= cut]


def xy(trips):
    return trips.drop(columns=["minutes", "pickup"]), trips["minutes"]


def make_model():
    categories = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)
    columns = make_column_transformer(
        (categories, make_column_selector(dtype_include="object")), remainder="passthrough"
    )
    return make_pipeline(columns, HistGradientBoostingRegressor(max_iter=400))


def retrain(day):
    past, recent = load(day)
    search = RandomizedSearchCV(make_model(), SPACE, n_iter=12, cv=TimeSeriesSplit(4), scoring="r2", random_state=0)
    search.fit(*xy(past))
    X, y = xy(recent)
    guess = search.predict(X)
    with mlflow.start_run(run_name=day):
        mlflow.log_params(search.best_params_)
        mlflow.log_metric("tuning_r2", search.best_score_)
        mlflow.log_metric("r2", r2_score(y, guess))
        mlflow.log_metric("mae", mean_absolute_error(y, guess))
        final = search.best_estimator_.fit(*xy(pd.concat([past, recent])))
        mlflow.sklearn.log_model(final, "model", registered_model_name="eta")


if __name__ == "__main__":
    import sys

    retrain(sys.argv[1])
