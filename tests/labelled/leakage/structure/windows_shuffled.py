import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from tensorflow import keras

WINDOW = 48


def windows(values):
    X, y = [], []
    for start in range(len(values) - WINDOW):
        X.append(values[start:start + WINDOW])
        y.append(values[start + WINDOW])
    return np.array(X)[..., None], np.array(y)


river = pd.read_csv("river_levels.csv", parse_dates=["time"]).set_index("time")
river = river["level_cm"].resample("1h").mean().dropna()
X, y = windows(river.to_numpy() / 100.0)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.15, random_state=7)  # leak: MLL117

model = keras.Sequential([
    keras.layers.Input((WINDOW, 1)),
    keras.layers.GRU(32),
    keras.layers.Dense(1),
])
model.compile(optimizer="adam", loss="mae")
model.fit(X_train, y_train, epochs=15, batch_size=256)
print("MAE (m):", model.evaluate(X_test, y_test))
