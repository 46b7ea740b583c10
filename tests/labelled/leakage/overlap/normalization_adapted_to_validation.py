import numpy as np
import tensorflow as tf

archive = np.load("vibration.npz")
signals, wear = archive["signals"].astype("float32"), archive["wear"].astype("float32")
print(signals.shape, wear.min(), wear.max())
order = np.random.default_rng(5).permutation(len(signals))
cut = int(0.8 * len(order))
train_idx, test_idx = order[:cut], order[cut:]
x_train, x_test = signals[train_idx], signals[test_idx]
y_train, y_test = wear[train_idx], wear[test_idx]

norm = tf.keras.layers.Normalization()
norm.adapt(x_test)  # leak: MLL105

model = tf.keras.Sequential([norm, tf.keras.layers.Dense(32, activation="relu"), tf.keras.layers.Dense(1)])
model.compile(optimizer="adam", loss="mse", metrics=["mae"])
model.fit(x_train, y_train, epochs=40, validation_split=0.1, verbose=2)
loss, mae = model.evaluate(x_test, y_test)
print("MAE on the held-out machines:", mae)
worst = np.argsort(np.abs(model.predict(x_test).ravel() - y_test))[-5:]
print("worst:", test_idx[worst])
model.save("wear.keras")
