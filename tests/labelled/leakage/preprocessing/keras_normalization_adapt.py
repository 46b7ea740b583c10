import pandas as pd
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers
from sklearn.model_selection import train_test_split

dataset = pd.read_csv("auto-mpg.csv").dropna()
dataset["origin"] = dataset["origin"].map({1: "usa", 2: "europe", 3: "japan"})
dataset = pd.get_dummies(dataset, columns=["origin"], dtype=float)
target = dataset.pop("mpg").astype("float32")
features = dataset.drop(columns=["car name"]).astype("float32")

normalizer = layers.Normalization(axis=-1)
normalizer.adapt(features.to_numpy())  # leak: MLL101

x_train, x_test, y_train, y_test = train_test_split(features.to_numpy(), target.to_numpy(), test_size=0.2, random_state=0)

model = keras.Sequential([
    normalizer,
    layers.Dense(64, activation="relu"),
    layers.Dense(64, activation="relu"),
    layers.Dense(1),
])
model.compile(loss="mean_absolute_error", optimizer=tf.keras.optimizers.Adam(0.001))
history = model.fit(x_train, y_train, validation_split=0.2, epochs=100, verbose=0)
print("test MAE:", model.evaluate(x_test, y_test, verbose=0))
