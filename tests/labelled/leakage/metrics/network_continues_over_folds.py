import numpy as np
import torch
from sklearn.model_selection import KFold
from torch import nn

data = np.load("qm9_small.npz")
X = torch.tensor(data["descriptors"], dtype=torch.float32)
y = torch.tensor(data["gap"], dtype=torch.float32)[:, None]

net = nn.Sequential(nn.Linear(X.shape[1], 256), nn.SiLU(), nn.Linear(256, 1))
optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
networks = {}
errors = []
for fold, (train, valid) in enumerate(KFold(n_splits=5, shuffle=True, random_state=0).split(X)):
    for epoch in range(200):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(net(X[train]), y[train])
        loss.backward()  # also: MLL124
        optimizer.step()  # also: MLL124
    with torch.no_grad():
        errors.append(nn.functional.l1_loss(net(X[valid]), y[valid]).item())
    networks[fold] = net  # leak: MLL124
print("MAE over folds:", np.mean(errors))
torch.save({fold: n.state_dict() for fold, n in networks.items()}, "folds.pt")
