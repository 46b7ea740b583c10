import mlflow
import mlflow.sklearn
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def train(path):
    X = pd.read_csv(path)
    y = X.pop("label")
    X = X.astype(float)
    print("rows", len(X), "positive", y.mean())
    model = make_pipeline(StandardScaler(), LogisticRegression())
    with mlflow.start_run():
        mlflow.set_tag("data", path)
        mlflow.log_param("rows", len(X))
        model.fit(X, y)
        mlflow.log_metric("train_accuracy", model.score(X, y))
        mlflow.sklearn.log_model(model, "model")
    return model


if __name__ == "__main__":
    train("snapshots/latest.csv")
