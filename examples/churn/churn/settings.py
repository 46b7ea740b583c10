"""What can be set without touching the code."""

from pathlib import Path

import yaml


def load_settings(path: Path) -> dict:
    """Read the settings."""
    return yaml.safe_load(path.read_text())


def rate_at(settings: dict, epoch: int) -> float:
    """How fast the network learns in an epoch."""
    optimizer = settings["optimizer"]
    return optimizer["rate"] * optimizer.get("decay", 0.9) ** epoch


def steps_of(settings: dict, customers: int) -> int:
    """How many steps an epoch has."""
    return customers // settings["loader"]["batch_size"]


def schedule(path: Path, customers: int) -> list[float]:
    """How fast the network learns in each step."""
    settings = load_settings(path)
    steps = steps_of(settings, customers)
    return [rate_at(settings, epoch) for epoch in range(settings["epochs"]) for _ in range(steps)]
