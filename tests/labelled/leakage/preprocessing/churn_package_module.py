"""Training of the churn model: read, clean, encode, split, fit, report."""
from __future__ import annotations

import argparse
import json
import logging
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import QuantileTransformer

logger = logging.getLogger("churn")


@dataclass
class Settings:
    data: Path
    out: Path
    test_share: float = 0.2
    seed: int = 17
    numeric: list[str] = field(default_factory=lambda: ["tenure", "monthly", "calls", "data_used"])
    categorical: list[str] = field(default_factory=lambda: ["plan", "state", "payment"])


class FeatureBuilder:
    """Turns customers into a matrix."""

    def __init__(self, settings: Settings):
        self.settings = settings
        self.imputer = SimpleImputer(strategy="median")
        self.quantiles = QuantileTransformer(output_distribution="normal")

    def fit(self, frame: pd.DataFrame) -> FeatureBuilder:
        numbers = self.imputer.fit_transform(frame[self.settings.numeric])  # leak: MLL101
        self.quantiles.fit(numbers)  # leak: MLL101
        self.columns = pd.get_dummies(frame[self.settings.categorical]).columns
        return self

    def transform(self, frame: pd.DataFrame) -> np.ndarray:
        numbers = self.quantiles.transform(self.imputer.transform(frame[self.settings.numeric]))
        dummies = pd.get_dummies(frame[self.settings.categorical]).reindex(columns=self.columns, fill_value=0)
        return np.hstack([numbers, dummies.to_numpy(dtype=float)])


def read(path: Path) -> pd.DataFrame:
    frame = pd.read_csv(path)
    logger.info("%d customers", len(frame))
    return frame.dropna(subset=["churned"]).drop_duplicates()


def run(settings: Settings) -> float:
    frame = read(settings.data)
    labels = frame["churned"].astype(int)
    builder = FeatureBuilder(settings).fit(frame)  # also: MLL101
    matrix = builder.transform(frame)
    X_train, X_test, y_train, y_test = train_test_split(
        matrix, labels, test_size=settings.test_share, random_state=settings.seed, stratify=labels
    )
    model = RandomForestClassifier(n_estimators=500, random_state=settings.seed, n_jobs=-1)
    model.fit(X_train, y_train)
    auc = roc_auc_score(y_test, model.predict_proba(X_test)[:, 1])
    logger.info("AUC %.4f", auc)
    settings.out.write_text(json.dumps({"auc": auc}))
    return auc


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=Path("metrics.json"))
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    run(Settings(arguments.data, arguments.out))


if __name__ == "__main__":
    main()
