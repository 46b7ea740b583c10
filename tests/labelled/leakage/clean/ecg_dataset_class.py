"""Trains a one-dimensional convolution on ECG beats; the scaler sees the training part only."""
import argparse

import pandas as pd
import torch
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from torch import nn
from torch.utils.data import DataLoader, Dataset


class BeatDataset(Dataset):
    def __init__(self, signals, labels):
        self.signals = torch.tensor(signals, dtype=torch.float32).unsqueeze(1)
        self.labels = torch.tensor(labels, dtype=torch.long)

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, i):
        return self.signals[i], self.labels[i]


class BeatData:
    def __init__(self, path, batch_size=128):
        self.path = path
        self.batch_size = batch_size
        self.scaler = StandardScaler()

    def setup(self):
        table = pd.read_csv(self.path, header=None)
        signals, labels = table.iloc[:, :-1].to_numpy(), table.iloc[:, -1].to_numpy()
        s_train, s_test, l_train, l_test = train_test_split(signals, labels, test_size=0.2, stratify=labels, random_state=7)
        self.train = BeatDataset(self.scaler.fit_transform(s_train), l_train)
        self.test = BeatDataset(self.scaler.transform(s_test), l_test)
        return self

    def train_loader(self):
        return DataLoader(self.train, batch_size=self.batch_size, shuffle=True)

    def test_loader(self):
        return DataLoader(self.test, batch_size=512)


def build(classes):
    return nn.Sequential(
        nn.Conv1d(1, 32, 7, padding=3), nn.ReLU(), nn.MaxPool1d(2),
        nn.Conv1d(32, 64, 5, padding=2), nn.ReLU(), nn.AdaptiveAvgPool1d(1), nn.Flatten(),
        nn.Linear(64, classes),
    )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--csv", default="mitbih.csv")
    parser.add_argument("--epochs", type=int, default=15)
    args = parser.parse_args()
    data = BeatData(args.csv).setup()
    net = build(5)
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
    for _ in range(args.epochs):
        net.train()
        for x, y in data.train_loader():
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(x), y).backward()
            optimizer.step()
    net.eval()
    hits = 0
    with torch.no_grad():
        for x, y in data.test_loader():
            hits += int((net(x).argmax(dim=1) == y).sum())
    print("test accuracy", hits / len(data.test))


if __name__ == "__main__":
    main()
