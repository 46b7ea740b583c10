# Networks: layers, modules of the document, optimizers
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import optim
from torch.optim import Adam, lr_scheduler


class Net(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.first = nn.Linear(3, width)
        self.drop, self.norm = nn.Dropout(0.5), nn.BatchNorm1d(3)
        self.body = nn.Sequential(nn.Linear(3, 3), nn.ReLU())
        self.layers = nn.ModuleList([nn.Linear(3, 3) for _ in range(3)])
        self.scale = nn.Parameter(torch.ones(1))
        self.loss = nn.CrossEntropyLoss()

    def forward(self, x):
        self  # reveal: <here>.Net
        self.first  # reveal: torch.nn.Linear
        self.first(x)  # reveal: torch.Tensor
        self.first.weight  # reveal: torch.nn.Parameter
        self.drop  # reveal: torch.nn.Dropout
        self.norm(x)  # reveal: torch.Tensor
        self.body  # reveal: torch.nn.Sequential[0: torch.nn.Linear, 1: torch.nn.ReLU]
        self.body[0]  # reveal: torch.nn.Linear
        self.body(x)  # reveal: torch.Tensor
        self.scale * 2  # reveal: torch.Tensor
        self.loss(x, x)  # reveal: torch.Tensor
        self.training  # reveal: bool
        x  # reveal: unknown
        for layer in self.layers:
            layer  # reveal: torch.nn.Linear
            x = F.relu(layer(x))
        x  # reveal: torch.Tensor | unknown
        return self.body(x)  # reveal: torch.Tensor


model = Net(3)
model  # reveal: <here>.Net
model(x)  # reveal: torch.Tensor
model.forward(x)  # reveal: torch.Tensor
model.to(device)  # reveal: <here>.Net
model.cuda()  # reveal: <here>.Net
model.eval()  # reveal: <here>.Net
model.train()  # reveal: <here>.Net
model.to(device).first  # reveal: torch.nn.Linear
model.parameters()  # reveal: collections.abc.Iterator[torch.nn.Parameter]
model.state_dict()  # reveal: dict[str, unknown]
model.double().half()  # reveal: <here>.Net
model(x).softmax(1)  # reveal: torch.Tensor
for name, parameter in model.named_parameters():
    parameter  # reveal: torch.nn.Parameter
    parameter.grad  # reveal: None | torch.Tensor
nn.Linear(3, 3)(x)  # reveal: torch.Tensor
nn.Sequential(nn.Linear(3, 3), nn.ReLU())[1]  # reveal: torch.nn.ReLU
nn.Sequential(*layers)  # reveal: torch.nn.Sequential
nn.Sequential(*layers)[0]  # reveal: unknown
nn.DataParallel(model)  # reveal: torch.nn.parallel.DataParallel[<here>.Net]
nn.DataParallel(model).module  # reveal: <here>.Net
torch.compile(model)  # reveal: <here>.Net
optimizer = Adam(model.parameters(), lr=0.1)
optimizer  # reveal: torch.optim.Adam
optimizer.zero_grad()  # reveal: None
optimizer.state_dict()  # reveal: dict[str, unknown]
optim.SGD(model.parameters(), lr=0.1)  # reveal: torch.optim.SGD
lr_scheduler.StepLR(optimizer, 3)  # reveal: torch.optim.lr_scheduler.StepLR
criterion = nn.MSELoss()
loss = criterion(model(x), y)
loss  # reveal: torch.Tensor
loss.item()  # reveal: bool | float | int
total = 0
total += loss.item()
total  # reveal: float | int
losses = []
losses.append(loss.item())


class Encoder(Net):
    def forward(self, x):
        return super().forward(x), self.first  # reveal: tuple[torch.Tensor, torch.nn.Linear]


Encoder(3)(x)  # reveal: tuple[torch.Tensor, torch.nn.Linear]
hidden, layer = Encoder(3)(x)
hidden  # reveal: torch.Tensor
