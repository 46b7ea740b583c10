import torch
import torchmetrics
from torch.utils.data import DataLoader, TensorDataset, random_split

table = torch.load("churn_tensors.pt", weights_only=True)
full = TensorDataset(table["features"], table["label"].float())
train_set, test_set = random_split(full, [0.8, 0.2], generator=torch.Generator().manual_seed(1))
train_loader = DataLoader(train_set, batch_size=128, shuffle=True)
test_loader = DataLoader(test_set, batch_size=128)

model = torch.nn.Linear(table["features"].shape[1], 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
loss_fn = torch.nn.BCEWithLogitsLoss()
for epoch in range(10):
    for xb, yb in train_loader:
        optimizer.zero_grad()
        loss = loss_fn(model(xb).squeeze(1), yb)
        loss.backward()
        optimizer.step()

auroc = torchmetrics.AUROC(task="binary")
f1 = torchmetrics.classification.BinaryF1Score()
with torch.no_grad():
    for xb, yb in test_loader:
        p = torch.sigmoid(model(xb)).squeeze(1)
        auroc.update(p, yb.int())
        f1.update(p, yb.int())
print("AUC", auroc.compute().item(), "F1", f1.compute().item())
