import numpy as np
import pandas as pd
import torch
from sklearn.decomposition import PCA
from sklearn.preprocessing import QuantileTransformer
from torch import nn

table = pd.read_parquet("moa_train.parquet")
target_columns = [c for c in table.columns if c.startswith("moa_")]
genes = [c for c in table.columns if c.startswith("g-")]
cells = [c for c in table.columns if c.startswith("c-")]
table = table.sample(frac=1.0, random_state=3).reset_index(drop=True)

qt = QuantileTransformer(n_quantiles=100, output_distribution="normal", random_state=0)
table[genes + cells] = qt.fit_transform(table[genes + cells])  # leak: MLL101
components = PCA(n_components=50, random_state=0).fit_transform(table[genes])  # leak: MLL101
inputs = np.hstack([table[genes + cells].to_numpy(), components]).astype("float32")
targets = table[target_columns].to_numpy().astype("float32")

n_train, n_val = int(0.7 * len(table)), int(0.15 * len(table))
X_train, y_train = inputs[:n_train], targets[:n_train]
X_val, y_val = inputs[n_train:n_train + n_val], targets[n_train:n_train + n_val]
X_test, y_test = inputs[n_train + n_val:], targets[n_train + n_val:]

net = nn.Sequential(
    nn.Linear(inputs.shape[1], 512), nn.BatchNorm1d(512), nn.ReLU(), nn.Dropout(0.4), nn.Linear(512, len(target_columns))
)
optimizer = torch.optim.AdamW(net.parameters(), lr=2e-3)
loss_fn = nn.BCEWithLogitsLoss()
X_train, y_train, X_val, y_val, X_test, y_test = map(torch.from_numpy, (X_train, y_train, X_val, y_val, X_test, y_test))
best_loss, best_state = float("inf"), None
for epoch in range(100):
    net.train()
    for rows in torch.randperm(len(X_train)).split(256):
        optimizer.zero_grad()
        loss_fn(net(X_train[rows]), y_train[rows]).backward()
        optimizer.step()
    net.eval()
    with torch.no_grad():
        val_loss = loss_fn(net(X_val), y_val).item()
    if val_loss < best_loss:
        best_loss = val_loss
        best_state = {name: value.clone() for name, value in net.state_dict().items()}
net.load_state_dict(best_state)
with torch.no_grad():
    print("test loss", loss_fn(net(X_test), y_test).item())
