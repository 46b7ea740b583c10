# Not PyTorch: what only looks like tensors, modules and loaders
import jittor
import mxnet as mx
import oneflow
import paddle
import queue
import tinygrad
from unittest.mock import MagicMock

import mindspore.nn as nn
import torch
from mylib import DataLoader, Tensor
from mylib.nn import Linear, Module

paddle.to_tensor([1])  # reveal: unknown
paddle.nn.Linear(3, 3)(x)  # reveal: unknown
mx.nd.zeros(3)  # reveal: unknown
jittor.array([1]).view(-1)  # reveal: unknown
oneflow.ones(3)  # reveal: unknown
tinygrad.Tensor([1]).relu()  # reveal: unknown
nn.Dense(3, 3)(x)  # reveal: unknown
Tensor([1])  # reveal: unknown
Tensor([1]).cuda()  # reveal: unknown
Linear(3, 3)(x)  # reveal: unknown
DataLoader([1])  # reveal: unknown
x.to("cuda")  # reveal: unknown
x.detach().cpu().numpy()  # reveal: unknown
x.view(-1)  # reveal: unknown
model(x)  # reveal: unknown
model.eval()  # reveal: unknown
loss.backward()  # reveal: unknown
loss.item()  # reveal: unknown
optimizer.step()  # reveal: unknown
torch.load("a.pt")  # reveal: unknown
torch.load("a.pt")["model"].cuda()  # reveal: unknown
torch.hub.load("a", "b")(x)  # reveal: unknown
torch.zeros(3) + unknown  # reveal: unknown
MagicMock(spec=torch.Tensor)  # reveal: unknown
MagicMock().cuda()  # reveal: unknown
{"item": 3}.items()  # reveal: collections.abc.ItemsView[str, int]
{"state": 1}["state"]  # reveal: int
queue.Queue().get()  # reveal: unknown
memoryview(b"a").shape  # reveal: unknown
"a".format()  # reveal: str
[1, 2][None:]  # reveal: list[int]


class Net(Module):
    def forward(self, x):
        return torch.zeros(3)


class Runner:
    def __init__(self):
        self.net = Net()

    def forward(self, x):
        return x

    def to(self, device):
        return "moved"

    def train(self):
        return 3

    def __call__(self, x):
        return "called"


Net()(x)  # reveal: unknown
Net().cuda()  # reveal: unknown
Runner()(x)  # reveal: str
Runner().to("cuda")  # reveal: str
Runner().train()  # reveal: int
Runner().net(x)  # reveal: unknown


def shadowed(torch, nn):
    torch.zeros(3)  # reveal: unknown
    nn.Linear(3, 3)  # reveal: unknown
    torch.nn.Linear(3, 3)(x)  # reveal: unknown
