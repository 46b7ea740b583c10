"""Evaluation of the triage model over the held-out year."""
import json
import logging
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import brier_score_loss, f1_score, precision_score, roc_auc_score

logger = logging.getLogger(__name__)
FEATURES = ["age", "pulse", "pressure", "temperature", "oxygen"]


def evaluate(model, frame):
    truth = frame["admitted"]
    labels = model.predict(frame[FEATURES])
    risk = model.predict_proba(frame[FEATURES])[:, 1]
    hard = np.where(risk > 0.5, 1, 0)
    return {
        "f1": f1_score(truth, labels),
        "precision": precision_score(labels, truth),  # leak: MLL122
        "auc": roc_auc_score(truth, hard),  # leak: MLL123
        "brier": brier_score_loss(truth, risk),
    }


def main():
    visits = pd.read_parquet("triage.parquet")
    train = visits[visits["year"] < 2022]
    test = visits[visits["year"] == 2022]
    model = GradientBoostingClassifier().fit(train[FEATURES], train["admitted"])
    metrics = evaluate(model, test)
    logger.info("metrics %s", metrics)
    Path("metrics.json").write_text(json.dumps(metrics, indent=2))


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    main()
