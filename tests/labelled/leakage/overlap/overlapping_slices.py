import numpy as np
import torch
import torch.nn as nn

data = np.loadtxt("parkinsons_updrs.txt", delimiter=",")
X = torch.tensor(data[:, 6:], dtype=torch.float32)
y = torch.tensor(data[:, 5], dtype=torch.float32).unsqueeze(1)

X_train, y_train = X[:4500], y[:4500]
X_test, y_test = X[4000:], y[4000:]  # leak: MLL109

model = nn.Sequential(nn.Linear(X.shape[1], 64), nn.Tanh(), nn.Linear(64, 1))
opt = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
for step in range(2000):
    opt.zero_grad()
    loss = nn.functional.mse_loss(model(X_train), y_train)
    loss.backward()
    opt.step()
    if step % 200 == 0:
        print(step, loss.item())

with torch.no_grad():
    print("test mse", nn.functional.mse_loss(model(X_test), y_test).item())
