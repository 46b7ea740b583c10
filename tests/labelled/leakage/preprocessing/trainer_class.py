import logging

import joblib
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error, r2_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler

logger = logging.getLogger(__name__)


class Trainer:
    """Trains the concrete strength model."""

    def __init__(self, path, test_size=0.2):
        self.path = path
        self.test_size = test_size
        self.scaler = MinMaxScaler()
        self.model = Ridge(alpha=1.0)

    def load(self):
        data = pd.read_csv(self.path)
        self.X = data.drop("strength", axis=1)
        self.y = data["strength"]

    def normalise(self):
        self.X = self.scaler.fit_transform(self.X)  # leak: MLL101

    def split(self):
        self.X_train, self.X_test, self.y_train, self.y_test = train_test_split(
            self.X, self.y, test_size=self.test_size, random_state=42
        )

    def train(self):
        self.model.fit(self.X_train, self.y_train)

    def evaluate(self):
        pred = self.model.predict(self.X_test)
        logger.info("mae=%.3f", mean_absolute_error(self.y_test, pred))
        logger.info("r2=%.3f", r2_score(self.y_test, pred))

    def save(self, path):
        joblib.dump({"scaler": self.scaler, "model": self.model}, path)

    def run(self):
        self.load()
        self.normalise()
        self.split()
        self.train()
        self.evaluate()


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    trainer = Trainer("concrete.csv")
    trainer.run()
    trainer.save("concrete.joblib")
