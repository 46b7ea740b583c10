"""Five networks with five seeds, averaged."""
import numpy as np
import pandas as pd
from sklearn.metrics import mean_absolute_error, r2_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from tensorflow import keras

concrete = pd.read_excel("Concrete_Data.xls")
concrete.columns = ["cement", "slag", "ash", "water", "plasticizer", "coarse", "fine", "age", "strength"]
concrete["water_cement"] = concrete["water"] / concrete["cement"]
print(concrete.describe().T)
X_train, X_test, y_train, y_test = train_test_split(
    concrete.drop(columns="strength"), concrete["strength"], test_size=0.2, random_state=0
)
scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)


def build():
    net = keras.Sequential([
        keras.layers.Input((X_train.shape[1],)),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1),
    ])
    net.compile(optimizer="adam", loss="mse")
    return net


network = build()
ensemble = []
for seed in range(5):
    keras.utils.set_random_seed(seed)
    network.fit(X_train, y_train, epochs=60, batch_size=32, verbose=0)  # also: MLL124
    ensemble.append(network)  # leak: MLL124

guess = np.mean([member.predict(X_test).ravel() for member in ensemble], axis=0)
print("R2", r2_score(guess, y_test))  # leak: MLL122
print("MAE", mean_absolute_error(y_test, guess))
