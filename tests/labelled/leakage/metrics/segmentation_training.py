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


def train_epoch(model, loader, optimizer, criterion):
    model.train()
    summed, seen = 0.0, 0
    for images, masks in loader:
        optimizer.zero_grad()
        loss = criterion(model(images), masks)
        loss.backward()
        optimizer.step()
        summed += loss.item() * images.size(0)
        seen += images.size(0)
    return summed / seen


def roof_area_r2(model, loader):
    model.eval()
    r2 = 0.0
    with torch.no_grad():
        for images, masks in loader:
            area = torch.sigmoid(model(images)).mean(dim=(1, 2, 3))
            r2 += r2_score(masks.mean(dim=(1, 2, 3)).numpy(), area.numpy())  # also: MLL125
    return r2 / len(loader)  # leak: MLL125


def pixel_accuracy(model, loader):
    model.eval()
    accuracies = []
    with torch.no_grad():
        for images, masks in loader:
            right = (model(images) > 0) == (masks > 0.5)
            accuracies.append(right.float().mean())  # also: MLL125
    return torch.stack(accuracies).mean().item()  # leak: MLL125


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--epochs", type=int, default=10)
    args = parser.parse_args()
    train = TensorDataset(*torch.load("roofs_train.pt", weights_only=True))
    test = TensorDataset(*torch.load("roofs_test.pt", weights_only=True))
    model = TinyUNet()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    criterion = nn.BCEWithLogitsLoss()
    for epoch in range(args.epochs):
        loss = train_epoch(model, DataLoader(train, batch_size=8, shuffle=True), optimizer, criterion)
        print(epoch, f"{loss:.4f}")
    test_loader = DataLoader(test, batch_size=8)
    print("R2 of the area", roof_area_r2(model, test_loader))
    print("pixel accuracy", pixel_accuracy(model, test_loader))


if __name__ == "__main__":
    main()
