import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, Subset, TensorDataset

raw = np.load("gas_sensors.npz")
inputs = torch.from_numpy(raw["readings"]).float()
labels = torch.from_numpy(raw["gas"]).long()
order = torch.randperm(len(inputs), generator=torch.Generator().manual_seed(0))
n_val = len(inputs) // 5
val_idx, train_idx = order[:n_val], order[n_val:]

mean = inputs[train_idx].mean(dim=0)
std = inputs[train_idx].std(dim=0)
dataset = TensorDataset((inputs - mean) / std, labels)
train_loader = DataLoader(Subset(dataset, train_idx.tolist()), batch_size=64, shuffle=True)
val_loader = DataLoader(Subset(dataset, val_idx.tolist()), batch_size=256)

net = nn.Sequential(nn.Linear(inputs.shape[1], 128), nn.ReLU(), nn.Linear(128, 6))
optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
for epoch in range(20):
    net.train()
    for x, y in train_loader:
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()

net.eval()
correct = 0
with torch.no_grad():
    for x, y in val_loader:
        correct += (net(x).argmax(dim=1) == y).sum().item()
print(f"accuracy {correct / n_val:.4f}")
