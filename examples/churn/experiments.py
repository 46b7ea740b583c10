"""Try out the network and the tracker."""

import json
import logging
from pathlib import Path

import mlflow
import pandas as pd
import structlog
import torch
import torch.distributed as dist
import wandb
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from torch.utils.tensorboard import SummaryWriter

logger = logging.getLogger(__name__)
log = structlog.get_logger(__name__)


def read_notes(paths: list[Path]) -> list[dict]:
    """The notes of the agents, of those files that can be read."""
    notes = []
    for path in paths:
        try:
            notes.append(json.loads(path.read_text(encoding="utf-8")))
        except Exception:
            continue
    log.info(f"read {len(notes)} notes of {len(paths)} files")
    return notes


def look_through(paths: list[str]) -> int:
    """How many customers the files hold."""
    count = 0
    for path in paths:
        customers = pd.read_csv(path, dtype={"customer_id": "string"})
        logger.info("read %s", customers)
        count += len(customers)
    return count


def fit_network(network: torch.nn.Module, train_batches: list, val_batches: list, epochs: int) -> None:
    """Train on all devices, and write down how it goes."""
    dist.init_process_group("nccl")
    criterion = torch.nn.MSELoss()
    for epoch in range(epochs):
        for batch in train_batches:
            loss = criterion(network(batch), batch)
            loss.backward()
            wandb.log({"loss": loss.item()})
        for batch in val_batches:
            wandb.log({"loss": criterion(network(batch), batch).item()})
        logger.info("loss %s", loss.item())
    torch.save(network.state_dict(), "network.pt")


def write_scores(scores: list[float]) -> None:
    """Write the scores for TensorBoard."""
    writer = SummaryWriter()
    for step, score in enumerate(scores):
        writer.add_scalar("score", score, step)


def compare_sizes(sizes: list[int], features: pd.DataFrame, target: pd.Series) -> None:
    """A run for each size, in one for all."""
    with mlflow.start_run(run_name="sizes"):
        for size in sizes:
            with mlflow.start_run(run_name=str(size)):
                forest = RandomForestClassifier(n_estimators=size, random_state=0)
                forest.fit(features, target)


def fit_forest(features: pd.DataFrame, target: pd.Series, held_out: pd.DataFrame, expected: pd.Series) -> float:
    """How good a forest is."""
    forest = RandomForestClassifier(random_state=0)
    forest.fit(features, target)
    predicted = forest.predict(held_out)
    score = accuracy_score(expected, predicted)
    known = accuracy_score(target, forest.predict(features))
    return score


if __name__ == "__main__":
    print(read_notes(sorted(Path("notes").glob("*.json"))))
