import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.data import DataLoader
from torchvision import datasets, transforms

device = "cuda" if torch.cuda.is_available() else "cpu"
tf = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.1307,), (0.3081,))])
train_set = datasets.MNIST("data", train=True, download=True, transform=tf)
test_set = datasets.MNIST("data", train=False, transform=tf)
train_loader = DataLoader(train_set, batch_size=64, shuffle=True)
test_loader = DataLoader(test_set, batch_size=1000)

model = nn.Sequential(nn.Flatten(), nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 10)).to(device)
optimizer = torch.optim.AdamW(model.parameters())

for epoch in range(5):
    model.train()
    for images, target in train_loader:
        images, target = images.to(device), F.one_hot(target, 10).float().to(device)
        optimizer.zero_grad()
        logits = model(images)
        loss = F.cross_entropy(target, logits)  # leak: MLL122
        loss.backward()
        optimizer.step()

model.eval()
hits = 0
with torch.no_grad():
    for images, target in test_loader:
        hits += (model(images.to(device)).argmax(1).cpu() == target).sum().item()
print("accuracy", hits / len(test_set))
