import torch
from sklearn.metrics import f1_score
from torch import nn
from torch.utils.data import DataLoader
from torchvision import datasets, models, transforms

transform = transforms.Compose([transforms.Resize((224, 224)), transforms.ToTensor()])
train_ds = datasets.ImageFolder("lesions/train", transform)
test_ds = datasets.ImageFolder("lesions/test", transform)
train_dl = DataLoader(train_ds, batch_size=32, shuffle=True, num_workers=4)
test_dl = DataLoader(test_ds, batch_size=32)

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
outputs, truths = [], []
with torch.no_grad():
    for x, y in test_dl:
        outputs.append(model(x).argmax(1))
        truths.append(y)
print("F1", f1_score(torch.cat(truths).numpy(), torch.cat(outputs).numpy(), average="macro"))
