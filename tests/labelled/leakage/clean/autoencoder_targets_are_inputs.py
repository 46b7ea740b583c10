"""Learns what a normal heart beat looks like."""
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from tensorflow.keras import Model, layers

beats = pd.read_csv("ecg.csv", header=None)
print("beats:", len(beats), "columns:", beats.shape[1])
normal = beats[beats[140] == 1]
values = normal.drop(columns=[140]).to_numpy(dtype="float32") / 5.0
x_train, x_test = train_test_split(values, test_size=0.2, random_state=21)

inputs = layers.Input((140,))
code = layers.Dense(16, activation="relu")(layers.Dense(32, activation="relu")(inputs))
outputs = layers.Dense(140)(layers.Dense(32, activation="relu")(code))
autoencoder = Model(inputs, outputs)
autoencoder.compile(optimizer="adam", loss="mae")
autoencoder.summary()
autoencoder.fit(x_train, x_train, epochs=40, batch_size=256)

rebuilt = autoencoder.predict(x_test)
print("mean reconstruction error", np.abs(rebuilt - x_test).mean())
errors = np.abs(rebuilt - x_test).mean(axis=1)
strange = beats[beats[140] != 1].drop(columns=[140]).to_numpy(dtype="float32") / 5.0
strange_errors = np.abs(autoencoder.predict(strange) - strange).mean(axis=1)
print("median error: normal %.4f, strange %.4f" % (np.median(errors), np.median(strange_errors)))
autoencoder.save("beats.keras")
