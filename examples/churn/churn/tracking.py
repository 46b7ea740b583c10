"""What a run reports."""

import logging
import warnings

import mlflow
import pandas as pd

warnings.filterwarnings("ignore")

logger = logging.getLogger(__name__)


def report(scores: list[float]) -> None:
    """Send the scores to the tracker."""
    with mlflow.start_run():
        for score in scores:
            mlflow.log_metric("score", score)
    logging.info("sent the scores")
    logger.info(f"best score {max(scores)}")


def look_at(customers: pd.DataFrame) -> None:
    """Have a look at the data."""
    print(customers.head())
