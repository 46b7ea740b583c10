import numpy as np
import pandas as pd
from tensorflow import keras

WINDOW = 48


def windows(values):
    X = np.stack([values[s:s + WINDOW] for s in range(len(values) - WINDOW)])
    return X[..., None], values[WINDOW:]


river = pd.read_csv("river_levels.csv", parse_dates=["time"]).set_index("time")
river = river["level_cm"].resample("1h").mean().ffill() / 100.0
X_train, y_train = windows(river.loc[:"2020"].to_numpy())
X_val, y_val = windows(river.loc["2021"].to_numpy())
X_test, y_test = windows(river.loc["2022":].to_numpy())

model = keras.Sequential([keras.layers.Input((WINDOW, 1)), keras.layers.GRU(32), keras.layers.Dense(1)])
model.compile(optimizer="adam", loss="mae")
stop = keras.callbacks.EarlyStopping(patience=3, restore_best_weights=True)
model.fit(X_train, y_train, epochs=50, batch_size=256, validation_data=(X_val, y_val), callbacks=[stop])
print("MAE (m):", model.evaluate(X_test, y_test))
