import lightning as L
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset, random_split
from torchmetrics.classification import MulticlassAccuracy


class Classifier(L.LightningModule):
    def __init__(self, width, classes):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(width, 64), nn.ReLU(), nn.Linear(64, classes))
        self.accuracy = MulticlassAccuracy(num_classes=classes)

    def training_step(self, batch, _):
        x, y = batch
        return nn.functional.cross_entropy(self.net(x), y)

    def test_step(self, batch, _):
        x, y = batch
        self.accuracy(self.net(x), y)
        self.log("test_accuracy", self.accuracy, on_epoch=True)

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters())


blob = torch.load("letters.pt", weights_only=True)
letters = TensorDataset(blob["x"], blob["y"])
train, test = random_split(letters, [0.8, 0.2], generator=torch.Generator().manual_seed(0))
model = Classifier(16, 26)
trainer = L.Trainer(max_epochs=10)
trainer.fit(model, DataLoader(train, batch_size=64, shuffle=True))
trainer.test(model, DataLoader(test, batch_size=256))
