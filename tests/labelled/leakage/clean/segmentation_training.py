"""Segments roofs in aerial images."""
import argparse

import torch
from sklearn.metrics import r2_score
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class TinyUNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.down = nn.Sequential(nn.Conv2d(3, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2))
        self.up = nn.Sequential(nn.Conv2d(16, 16, 3, padding=1), nn.ReLU(), nn.Upsample(scale_factor=2))
        self.head = nn.Conv2d(16, 1, 1)

    def forward(self, x):
        return self.head(self.up(self.down(x)))


class Average:
    """A mean that knows how many samples each value stands for."""

    def __init__(self):
        self.total, self.count = 0.0, 0

    def update(self, value, n):
        self.total += float(value) * n
        self.count += n

    @property
    def value(self):
        return self.total / self.count


def train_epoch(model, loader, optimizer, criterion):
    model.train()
    average = Average()
    for images, masks in loader:
        optimizer.zero_grad()
        loss = criterion(model(images), masks)
        loss.backward()
        optimizer.step()
        average.update(loss.item(), images.size(0))
    return average.value


@torch.no_grad()
def evaluate(model, loader):
    model.eval()
    accuracy, areas, truths = Average(), [], []
    for images, masks in loader:
        logits = model(images)
        accuracy.update(((logits > 0) == (masks > 0.5)).float().mean(), len(images))
        areas.append(torch.sigmoid(logits).mean(dim=(1, 2, 3)))
        truths.append(masks.mean(dim=(1, 2, 3)))
    return accuracy.value, r2_score(torch.cat(truths).numpy(), torch.cat(areas).numpy())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--epochs", type=int, default=10)
    args = parser.parse_args()
    train = TensorDataset(*torch.load("roofs_train.pt", weights_only=True))
    test = TensorDataset(*torch.load("roofs_test.pt", weights_only=True))
    model = TinyUNet()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for epoch in range(args.epochs):
        loss = train_epoch(model, DataLoader(train, batch_size=8, shuffle=True), optimizer, nn.BCEWithLogitsLoss())
        print(epoch, f"{loss:.4f}")
    print("pixel accuracy %.4f, R2 of the area %.4f" % evaluate(model, DataLoader(test, batch_size=8)))


if __name__ == "__main__":
    main()
