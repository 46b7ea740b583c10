import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def evaluate(model, loader, criterion):
    model.eval()
    total_loss, correct = 0.0, 0
    with torch.no_grad():
        for x, y in loader:
            logits = model(x)
            total_loss += criterion(logits, y).item() * len(y)
            correct += (logits.argmax(1) == y).sum().item()
    return total_loss / len(loader.dataset), correct / len(loader.dataset)


def train_epoch(model, loader, criterion, optimizer):
    model.train()
    total = 0.0
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total / len(loader)


def main():
    blob = torch.load("letters.pt", weights_only=True)
    train = TensorDataset(blob["x_train"], blob["y_train"])
    test = TensorDataset(blob["x_test"], blob["y_test"])
    model = nn.Sequential(nn.Linear(16, 128), nn.ReLU(), nn.Linear(128, 26))
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters())
    train_loader = DataLoader(train, batch_size=64, shuffle=True, drop_last=True)
    for epoch in range(15):
        print(epoch, train_epoch(model, train_loader, criterion, optimizer))
    print("test", evaluate(model, DataLoader(test, batch_size=256), criterion))


if __name__ == "__main__":
    main()
