"""Trains a one-dimensional convolution on ECG beats."""
import argparse

import numpy as np
import pandas as pd
import torch
from sklearn.preprocessing import StandardScaler
from torch import nn
from torch.utils.data import DataLoader, Dataset, random_split


class BeatDataset(Dataset):
    def __init__(self, path):
        table = pd.read_csv(path, header=None)
        self.labels = torch.tensor(table.iloc[:, -1].to_numpy(), dtype=torch.long)
        signals = table.iloc[:, :-1].to_numpy()
        self.scaler = StandardScaler()
        signals = self.scaler.fit_transform(signals)  # leak: MLL101
        self.signals = torch.tensor(signals, dtype=torch.float32).unsqueeze(1)

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, i):
        return self.signals[i], self.labels[i]


class ConvNet(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv1d(1, 32, 7, padding=3), nn.ReLU(), nn.MaxPool1d(2),
            nn.Conv1d(32, 64, 5, padding=2), nn.ReLU(), nn.AdaptiveAvgPool1d(1), nn.Flatten(),
        )
        self.head = nn.Linear(64, classes)

    def forward(self, x):
        return self.head(self.body(x))


def train_epoch(net, loader, optimizer, criterion):
    net.train()
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(net(x), y)
        loss.backward()
        optimizer.step()


def count_hits(net, loader):
    net.eval()
    hits = 0
    with torch.no_grad():
        for x, y in loader:
            hits += int((net(x).argmax(dim=1) == y).sum())
    return hits


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--csv", default="mitbih.csv")
    parser.add_argument("--epochs", type=int, default=15)
    args = parser.parse_args()
    dataset = BeatDataset(args.csv)
    n_test = int(0.2 * len(dataset))
    train_part, test_part = random_split(
        dataset, [len(dataset) - n_test, n_test], generator=torch.Generator().manual_seed(7)
    )
    net = ConvNet(int(dataset.labels.max()) + 1)
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
    criterion = nn.CrossEntropyLoss()
    for _ in range(args.epochs):
        train_epoch(net, DataLoader(train_part, batch_size=128, shuffle=True), optimizer, criterion)
    print("test accuracy", count_hits(net, DataLoader(test_part, batch_size=512)) / n_test)
    np.save("mean.npy", dataset.scaler.mean_)


if __name__ == "__main__":
    main()
