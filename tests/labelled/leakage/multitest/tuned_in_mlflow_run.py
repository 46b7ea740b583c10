"""Nightly retraining: tune, fit, register."""
import mlflow
import mlflow.sklearn
import pandas as pd
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.model_selection import RandomizedSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OrdinalEncoder

SPACE = {
    "histgradientboostingregressor__max_leaf_nodes": [15, 31, 63, 127],
    "histgradientboostingregressor__learning_rate": [0.02, 0.05, 0.1],
    "histgradientboostingregressor__l2_regularization": [0.0, 0.1, 1.0],
}


def load(day):
    trips = pd.read_parquet(f"s3://features/trips/{day}.parquet")
    trips = trips[trips["minutes"].between(1, 240)]
    return trips.drop(columns=["minutes"]), trips["minutes"]


def make_model():
    categories = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)
    columns = make_column_transformer(
        (categories, make_column_selector(dtype_include="object")), remainder="passthrough"
    )
    return make_pipeline(columns, HistGradientBoostingRegressor(max_iter=400))


def retrain(day):
    X, y = load(day)
    search = RandomizedSearchCV(make_model(), SPACE, n_iter=12, cv=4, scoring="r2", random_state=0)
    search.fit(X, y)
    with mlflow.start_run(run_name=day):
        mlflow.log_params(search.best_params_)
        mlflow.log_metric("model_r2", search.best_score_)  # leak: MLL113
        mlflow.sklearn.log_model(search.best_estimator_, "model", registered_model_name="eta")
    return search.best_score_  # also: MLL113


if __name__ == "__main__":
    import sys

    print("R2 of the new model:", retrain(sys.argv[1]))  # also: MLL113
