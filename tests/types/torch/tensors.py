# Tensors, devices, data
import numpy as np
import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader, TensorDataset, random_split

t = torch.zeros(3)
t  # reveal: torch.Tensor
torch.tensor([1.0])  # reveal: torch.Tensor
torch.from_numpy(np.zeros(3))  # reveal: torch.Tensor
torch.randn(3, 3)  # reveal: torch.Tensor
torch.arange(3)  # reveal: torch.Tensor
t + 1  # reveal: torch.Tensor
1 - t  # reveal: torch.Tensor
t * 0.5  # reveal: torch.Tensor
t @ t  # reveal: torch.Tensor
-t  # reveal: torch.Tensor
t > 0  # reveal: torch.Tensor
(t > 0) & (t < 1)  # reveal: torch.Tensor
t == 1  # reveal: torch.Tensor
t ** 2  # reveal: torch.Tensor
t += 1
t  # reveal: torch.Tensor
t + other  # reveal: unknown
t[0]  # reveal: torch.Tensor
t[:, 1]  # reveal: torch.Tensor
t[t > 0]  # reveal: torch.Tensor
t[None]  # reveal: torch.Tensor
t.to("cuda")  # reveal: torch.Tensor
t.cuda()  # reveal: torch.Tensor
t.cpu().detach().numpy()  # reveal: numpy.ndarray
t.item()  # reveal: bool | float | int
t.shape  # reveal: torch.Size
t.shape[0]  # reveal: int
t.size(0)  # reveal: int
t.size()  # reveal: torch.Size
t.view(-1).float().long()  # reveal: torch.Tensor
t.mean()  # reveal: torch.Tensor
t.sum(dim=1)  # reveal: torch.Tensor
t.max()  # reveal: torch.Tensor
t.argmax(dim=1)  # reveal: torch.Tensor
t.T  # reveal: torch.Tensor
t.tolist()  # reveal: unknown
t.backward()  # reveal: None
t.grad  # reveal: None | torch.Tensor
t.device  # reveal: torch.device
batch, features = t.shape
batch  # reveal: int
torch.cat([t, t])  # reveal: torch.Tensor
torch.stack([t, t]).mean(0)  # reveal: torch.Tensor
torch.exp(t)  # reveal: torch.Tensor
torch.sigmoid(t).round()  # reveal: torch.Tensor
torch.where(t > 0, t, 0)  # reveal: torch.Tensor
torch.argmax(t, dim=1)  # reveal: torch.Tensor
F.relu(t)  # reveal: torch.Tensor
F.cross_entropy(t, t)  # reveal: torch.Tensor
F.softmax(t, dim=1)  # reveal: torch.Tensor
torch.load("a.pt")  # reveal: unknown
torch.device("cuda" if torch.cuda.is_available() else "cpu")  # reveal: torch.device
torch.cuda.is_available()  # reveal: bool
torch.manual_seed(0)  # reveal: torch.Generator
torch.no_grad()  # reveal: torch.no_grad
[x for x in t]  # reveal: list[torch.Tensor]
for row in t:
    row  # reveal: torch.Tensor
data = TensorDataset(t, t)
data  # reveal: torch.utils.data.TensorDataset
loader = DataLoader(data, batch_size=3)
loader  # reveal: torch.utils.data.DataLoader
for x, y in loader:
    x  # reveal: unknown
for i, (x, y) in enumerate(loader):
    i  # reveal: int
train, test = random_split(data, [1, 2])
train  # reveal: torch.utils.data.Subset
values, indices = torch.max(t, dim=1)
indices  # reveal: torch.Tensor
torch.sort(t)[0]  # reveal: torch.Tensor
