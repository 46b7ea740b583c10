import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset, random_split

raw = np.load("gas_sensors.npz")
inputs = torch.from_numpy(raw["readings"]).float()
labels = torch.from_numpy(raw["gas"]).long()

mean, std = inputs.mean(dim=0), inputs.std(dim=0)  # leak: MLL102
inputs = (inputs - mean) / (std + 1e-6)  # also: MLL102

dataset = TensorDataset(inputs, labels)
n_val = len(dataset) // 5
train_set, val_set = random_split(dataset, [len(dataset) - n_val, n_val], generator=torch.Generator().manual_seed(0))
train_loader = DataLoader(train_set, batch_size=64, shuffle=True)
val_loader = DataLoader(val_set, batch_size=256)

net = nn.Sequential(nn.Linear(inputs.shape[1], 128), nn.ReLU(), nn.Dropout(0.3), nn.Linear(128, 6))
optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
criterion = nn.CrossEntropyLoss()

for epoch in range(20):
    net.train()
    for x, y in train_loader:
        optimizer.zero_grad()
        loss = criterion(net(x), y)
        loss.backward()
        optimizer.step()

net.eval()
correct = 0
with torch.no_grad():
    for x, y in val_loader:
        correct += (net(x).argmax(dim=1) == y).sum().item()
print(f"accuracy {correct / len(val_set):.4f}")
