"""A language model for complaints, and a small network next to it."""

import keras
from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments


def finetune(rows) -> None:
    args = TrainingArguments("complaints")
    model = AutoModelForSequenceClassification.from_pretrained("distilbert-base-uncased", num_labels=3)
    Trainer(model=model, args=args, train_dataset=rows).train()


def main(features, labels) -> None:
    model = keras.Sequential([keras.layers.Dense(1)])
    model.compile(loss="mse")
    model.fit(features, labels)


if __name__ == "__main__":
    main([[1.0]], [1.0])
