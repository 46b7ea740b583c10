import pandas as pd
import tensorflow as tf
from sklearn.model_selection import train_test_split
from tensorflow import keras
from tensorflow.keras import layers

dataset = pd.read_csv("auto-mpg.csv").dropna()
print(dataset.describe().T)
dataset["power_to_weight"] = dataset["horsepower"] / dataset["weight"]
origins = dataset.pop("origin").map({1: "usa", 2: "europe", 3: "japan"})
lookup = layers.StringLookup(output_mode="one_hot")
lookup.adapt(origins.to_numpy())
one_hot = pd.DataFrame(lookup(origins.to_numpy()).numpy(), index=dataset.index)
target = dataset.pop("mpg").astype("float32")
features = dataset.drop(columns=["car name"]).join(one_hot).astype("float32").to_numpy()

x_train, x_test, y_train, y_test = train_test_split(features, target.to_numpy(), test_size=0.2, random_state=0)
normalizer = layers.Normalization(axis=-1)
normalizer.adapt(x_train)

model = keras.Sequential([normalizer, layers.Dense(64, activation="relu"), layers.Dense(1)])
model.compile(loss="mean_absolute_error", optimizer=tf.keras.optimizers.Adam(0.001))
model.fit(x_train, y_train, validation_split=0.2, epochs=100, verbose=0)
print("test MAE:", model.evaluate(x_test, y_test, verbose=0))
guess = model.predict(x_test).ravel()
worst = abs(guess - y_test).argsort()[-5:]
print(dict(zip(y_test[worst], guess[worst].round(1))))
