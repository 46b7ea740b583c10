import copy

import torch
from torch import nn
from torch.utils.data import DataLoader
from torchvision import datasets, transforms

device = "cuda" if torch.cuda.is_available() else "cpu"
normalize = transforms.Normalize((0.4914, 0.4822, 0.4465), (0.247, 0.243, 0.261))
train_tf = transforms.Compose([transforms.RandomCrop(32, 4), transforms.RandomHorizontalFlip(), transforms.ToTensor(), normalize])
test_tf = transforms.Compose([transforms.ToTensor(), normalize])
train_set = datasets.CIFAR10("data", train=True, transform=train_tf, download=True)
test_set = datasets.CIFAR10("data", train=False, transform=test_tf, download=True)
train_loader = DataLoader(train_set, batch_size=128, shuffle=True, num_workers=2)
test_loader = DataLoader(test_set, batch_size=512, num_workers=2)

net = nn.Sequential(
    nn.Conv2d(3, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
    nn.Conv2d(64, 128, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
    nn.Flatten(), nn.Linear(128 * 8 * 8, 10),
).to(device)
opt = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9, weight_decay=5e-4)


def test():
    net.eval()
    correct = 0
    with torch.no_grad():
        for x, y in test_loader:
            correct += (net(x.to(device)).argmax(1).cpu() == y).sum().item()
    return correct / len(test_set)


best_acc, best = 0.0, None
for epoch in range(40):  # also: MLL111
    net.train()
    for x, y in train_loader:
        opt.zero_grad()
        loss = nn.functional.cross_entropy(net(x.to(device)), y.to(device))
        loss.backward()
        opt.step()
    acc = test()  # leak: MLL111
    print(epoch, acc)
    if acc > best_acc:  # also: MLL111
        best_acc, best = acc, copy.deepcopy(net.state_dict())

print("test accuracy:", best_acc)  # also: MLL111
torch.save(best, "cifar.pt")
