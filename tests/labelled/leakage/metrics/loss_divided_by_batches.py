import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Regressor(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(width, 64), nn.ReLU(), nn.Linear(64, 1))

    def forward(self, x):
        return self.layers(x).squeeze(-1)


def evaluate(model, loader, criterion):
    model.eval()
    total_loss = 0.0
    with torch.no_grad():
        for x, y in loader:
            loss = criterion(model(x), y)
            total_loss += loss.item()  # also: MLL125
    return total_loss / len(loader)  # leak: MLL125


def main():
    blob = torch.load("solubility.pt", weights_only=True)
    train = TensorDataset(blob["x_train"], blob["y_train"])
    test = TensorDataset(blob["x_test"], blob["y_test"])
    model = Regressor(blob["x_train"].shape[1])
    criterion = nn.MSELoss()
    optimizer = torch.optim.Adam(model.parameters())
    for _ in range(30):
        model.train()
        for x, y in DataLoader(train, batch_size=50, shuffle=True):
            optimizer.zero_grad()
            criterion(model(x), y).backward()
            optimizer.step()
    print("test loss", evaluate(model, DataLoader(test, batch_size=50), criterion))


if __name__ == "__main__":
    main()
