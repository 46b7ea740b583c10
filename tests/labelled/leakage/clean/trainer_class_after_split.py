import logging

import joblib
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler

logger = logging.getLogger(__name__)


class Trainer:
    def __init__(self, path):
        self.path = path
        self.scaler = MinMaxScaler()
        self.model = Ridge(alpha=1.0)

    def load(self):
        data = pd.read_csv(self.path)
        self.X = data.drop("strength", axis=1)
        self.y = data["strength"]

    def split(self):
        self.X_train, self.X_test, self.y_train, self.y_test = train_test_split(
            self.X, self.y, test_size=0.2, random_state=42
        )

    def normalise(self):
        self.X_train = self.scaler.fit_transform(self.X_train)
        self.X_test = self.scaler.transform(self.X_test)

    def train(self):
        self.model.fit(self.X_train, self.y_train)

    def evaluate(self):
        pred = self.model.predict(self.X_test)
        logger.info("mae=%.3f", mean_absolute_error(self.y_test, pred))

    def save(self, path):
        joblib.dump({"scaler": self.scaler, "model": self.model}, path)


if __name__ == "__main__":
    trainer = Trainer("concrete.csv")
    trainer.load()
    trainer.split()
    trainer.normalise()
    trainer.train()
    trainer.evaluate()
    trainer.save("concrete.joblib")
