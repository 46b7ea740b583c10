"""python train.py --data plankton --epochs 30"""
import argparse
import copy
from pathlib import Path

import torch
from torch import nn
from torch.utils.data import DataLoader, Subset
from torchvision import datasets, models, transforms

MEAN, STD = [0.5] * 3, [0.25] * 3


def loaders(root, batch_size, seed):
    augment = transforms.Compose([
        transforms.RandomResizedCrop(128), transforms.RandomHorizontalFlip(), transforms.ToTensor(),
        transforms.Normalize(MEAN, STD),
    ])
    plain = transforms.Compose([transforms.Resize((128, 128)), transforms.ToTensor(), transforms.Normalize(MEAN, STD)])
    augmented, untouched = datasets.ImageFolder(root, augment), datasets.ImageFolder(root, plain)
    order = torch.randperm(len(augmented), generator=torch.Generator().manual_seed(seed)).tolist()
    a, b = int(0.7 * len(order)), int(0.85 * len(order))
    train = DataLoader(Subset(augmented, order[:a]), batch_size, shuffle=True, num_workers=4)
    val = DataLoader(Subset(untouched, order[a:b]), batch_size)
    test = DataLoader(Subset(untouched, order[b:]), batch_size)
    return train, val, test, len(augmented.classes)


@torch.no_grad()
def accuracy(model, loader, device):
    model.eval()
    correct = total = 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        correct += (model(x).argmax(1) == y).sum().item()
        total += y.numel()
    return correct / total


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    train, val, test, classes = loaders(args.data, 64, args.seed)
    model = models.resnet18(num_classes=classes).to(device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-4)
    best, best_state = 0.0, None
    for epoch in range(args.epochs):
        model.train()
        for x, y in train:
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(x.to(device)), y.to(device))
            loss.backward()
            optimizer.step()
        val_acc = accuracy(model, val, device)
        print(epoch, val_acc)
        if val_acc > best:
            best, best_state = val_acc, copy.deepcopy(model.state_dict())
    model.load_state_dict(best_state)
    print("test accuracy", accuracy(model, test, device))
    torch.save(best_state, "plankton.pt")


if __name__ == "__main__":
    main()
