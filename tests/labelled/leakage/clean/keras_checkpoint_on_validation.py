import numpy as np
import tensorflow as tf
from tensorflow.keras import callbacks, layers

(x_all, y_all), (x_test, y_test) = tf.keras.datasets.fashion_mnist.load_data()
x_all = x_all[..., np.newaxis] / 255.0
x_test = x_test[..., np.newaxis] / 255.0
x_train, x_val = x_all[:50000], x_all[50000:]
y_train, y_val = y_all[:50000], y_all[50000:]

print(x_train.shape, x_val.shape, x_test.shape)
names = ["shirt", "trouser", "pullover", "dress", "coat", "sandal", "blouse", "sneaker", "bag", "boot"]
model = tf.keras.Sequential([
    layers.Input((28, 28, 1)),
    layers.Conv2D(32, 3, activation="relu"),
    layers.MaxPool2D(),
    layers.Flatten(),
    layers.Dense(10, activation="softmax"),
])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
best = callbacks.ModelCheckpoint("best.keras", monitor="val_accuracy", save_best_only=True)
stop = callbacks.EarlyStopping(monitor="val_loss", patience=4, restore_best_weights=True)
model.fit(x_train, y_train, epochs=50, batch_size=128, validation_data=(x_val, y_val), callbacks=[best, stop])
loss, acc = model.evaluate(x_test, y_test, verbose=0)
print(f"Test accuracy: {acc:.4f}")
guess = model.predict(x_test).argmax(axis=1)
for number, name in enumerate(names):
    print(name, (guess[y_test == number] == number).mean())
