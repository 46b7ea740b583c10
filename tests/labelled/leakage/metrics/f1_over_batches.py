import numpy as np
import torch
from sklearn.metrics import f1_score
from torch import nn
from torch.utils.data import DataLoader
from torchvision import datasets, models, transforms

transform = transforms.Compose([transforms.Resize((224, 224)), transforms.ToTensor()])
train_ds = datasets.ImageFolder("lesions/train", transform)
val_ds = datasets.ImageFolder("lesions/val", transform)
train_dl = DataLoader(train_ds, batch_size=32, shuffle=True, num_workers=4)
val_dl = DataLoader(val_ds, batch_size=32)

model = models.resnet18(weights="DEFAULT")
model.fc = nn.Linear(model.fc.in_features, len(train_ds.classes))
opt = torch.optim.AdamW(model.parameters(), lr=1e-4)
criterion = nn.CrossEntropyLoss()

for epoch in range(10):
    model.train()
    for x, y in train_dl:
        opt.zero_grad()
        criterion(model(x), y).backward()
        opt.step()
    model.eval()
    scores = []
    with torch.no_grad():
        for x, y in val_dl:
            pred = model(x).argmax(1)
            scores.append(f1_score(y.numpy(), pred.numpy(), average="macro"))  # also: MLL125
    print(epoch, "F1", np.mean(scores))  # leak: MLL125
