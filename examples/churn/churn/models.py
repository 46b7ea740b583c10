"""Models for churn."""

import random

import numpy as np
import pandas as pd
import torch
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class ChurnNet(nn.Module):
    """A small network."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.layers = [nn.Linear(width, 16), nn.Linear(16, 2)]

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Scores for staying and leaving."""
        for layer in self.layers:
            x = torch.relu(layer(x))
        return x.permute(0, 1).view(-1, 2)


def split(customers: pd.DataFrame):
    """Training and test part."""
    features = customers[["monthly_fee", "tickets"]]
    target = customers["active"] == "no"
    x_train, y_train, x_test, y_test = train_test_split(features, target, test_size=0.2)
    return x_train, y_train, x_test, y_test


def fit_forest(features: pd.DataFrame, target: pd.Series) -> RandomForestClassifier:
    """A forest on scaled features."""
    scaler = StandardScaler()
    scaler.fit(features)
    scaler.transform(features)
    forest = RandomForestClassifier(n_estimators=200)
    forest.fit(features, target)
    return forest


def bootstrap(customers: pd.DataFrame) -> pd.DataFrame:
    """A sample of the customers with replacement."""
    return customers.sample(frac=1.0, replace=True)


def noise(size: int) -> np.ndarray:
    """Noise for the robustness test."""
    return np.random.default_rng().normal(size=size)


def pick(candidates: list[str]) -> str:
    """One of the candidates."""
    return random.choice(candidates)


def train_network(network: ChurnNet, features: torch.Tensor, target: torch.Tensor, epochs: int) -> ChurnNet:
    """Train for some epochs."""
    dataset = TensorDataset(features, target)
    sampler = torch.utils.data.RandomSampler(dataset)
    loader = DataLoader(dataset, batch_size=32, shuffle=True, sampler=sampler)
    optimizer = torch.optim.SGD(network.parameters(), lr=0.01)
    criterion = nn.CrossEntropyLoss()
    for epoch in range(epochs):
        for batch, labels in loader:
            loss = criterion(network(batch), labels)
            loss.backward()
            optimizer.step()
        print(f"epoch {epoch} loss {loss.item():.3f}")
    return network


def resume(path: str) -> ChurnNet:
    """Go on from a checkpoint."""
    network = ChurnNet(2)
    network.load_state_dict(torch.load(path))
    return network
