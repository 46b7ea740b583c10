import numpy as np
import torch
import torch.nn as nn

data = np.loadtxt("yacht_hydrodynamics.txt")
rng = np.random.RandomState(0)
rng.shuffle(data)
X = torch.tensor(data[:, :-1], dtype=torch.float32)
y = torch.tensor(data[:, -1:], dtype=torch.float32)

n = int(0.8 * len(X))
X_train, y_train = X[:n], y[:n]
X_test, y_test = X[n:], y[n:]

model = nn.Sequential(nn.Linear(X.shape[1], 64), nn.Tanh(), nn.Linear(64, 1))
opt = torch.optim.Adam(model.parameters(), lr=0.01)
for step in range(2000):
    opt.zero_grad()
    loss = nn.functional.mse_loss(model(X_train), y_train)
    loss.backward()
    opt.step()
    if step % 200 == 0:
        print("training loss", step, loss.item())

with torch.no_grad():
    print("test mse", nn.functional.mse_loss(model(X_test), y_test).item())
