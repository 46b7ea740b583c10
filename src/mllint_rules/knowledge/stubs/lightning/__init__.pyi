# Facts read from Lightning 2.6.6.
from lightning.pytorch import Callback, LightningDataModule, LightningModule, Trainer

__version__: str
