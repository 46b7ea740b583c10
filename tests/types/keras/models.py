# Keras and TensorFlow: models, layers, datasets, tensors
import keras
import numpy as np
import tensorflow as tf
from tensorflow import keras as tfk
from tensorflow.keras import layers
from tensorflow.keras.models import Model, Sequential, load_model

model = Sequential([layers.Dense(3), layers.Dropout(0.5)])
model  # reveal: keras.Sequential
tf.keras.Sequential()  # reveal: keras.Sequential
tfk.Sequential()  # reveal: keras.Sequential
keras.Sequential()  # reveal: keras.Sequential
keras.Model(inputs, outputs)  # reveal: keras.Model
Model(inputs=inputs, outputs=outputs)  # reveal: keras.Model
model.compile(optimizer="adam", loss="mse")  # reveal: None
model.fit(x, y, epochs=3)  # reveal: keras.callbacks.History
model.fit(x, y).history  # reveal: dict[str, list]
history = model.fit(x, y)
history.history["loss"]  # reveal: list
model.predict(x)  # reveal: unknown
model.evaluate(x, y)  # reveal: unknown
model.summary()  # reveal: None
model.save("a.keras")  # reveal: None
model.get_weights()  # reveal: list[numpy.ndarray]
model.layers  # reveal: list[keras.layers.Layer]
load_model("a.keras")  # reveal: unknown
layers.Dense(3)  # reveal: keras.layers.Dense
layers.Dense(3)(x)  # reveal: unknown
keras.layers.LSTM(3)  # reveal: keras.layers.LSTM
tf.keras.layers.Conv2D(3, 3)  # reveal: keras.layers.Conv2D
tf.keras.optimizers.Adam(0.1)  # reveal: keras.optimizers.Adam
keras.losses.MeanSquaredError()  # reveal: keras.losses.MeanSquaredError
tf.keras.callbacks.EarlyStopping()  # reveal: keras.callbacks.EarlyStopping

t = tf.constant([1.0])
t  # reveal: tensorflow.Tensor
t + 1  # reveal: tensorflow.Tensor
2 * t  # reveal: tensorflow.Tensor
-t  # reveal: tensorflow.Tensor
t > 0  # reveal: tensorflow.Tensor
t[0]  # reveal: tensorflow.Tensor
t[:, 1]  # reveal: tensorflow.Tensor
t.shape  # reveal: tensorflow.TensorShape
t.numpy()  # reveal: unknown
tf.zeros(3)  # reveal: tensorflow.Tensor
tf.reduce_mean(t)  # reveal: tensorflow.Tensor
tf.cast(t, tf.float32)  # reveal: tensorflow.Tensor
tf.concat([t, t], 0)  # reveal: tensorflow.Tensor
tf.convert_to_tensor(np.zeros(3))  # reveal: tensorflow.Tensor
tf.matmul(t, t)  # reveal: tensorflow.Tensor
tf.nn.softmax(t)  # reveal: tensorflow.Tensor
tf.Variable(1.0)  # reveal: tensorflow.Variable
data = tf.data.Dataset.from_tensor_slices(x)
data  # reveal: tensorflow.data.Dataset
data.shuffle(3).batch(3).prefetch(1)  # reveal: tensorflow.data.Dataset
data.map(f).repeat()  # reveal: tensorflow.data.Dataset
for batch in data:
    batch  # reveal: unknown


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(3)

    def call(self, x):
        self.dense  # reveal: keras.layers.Dense
        return tf.nn.relu(x)


net = Net()
net  # reveal: <here>.Net
net(x)  # reveal: tensorflow.Tensor
net.fit(x, y)  # reveal: keras.callbacks.History
net.compile("adam")  # reveal: None


class Halved(layers.Layer):
    def call(self, x):
        return tf.cast(x, tf.float32) / 2


Halved()(x)  # reveal: tensorflow.Tensor
with tf.GradientTape() as tape:
    tape  # reveal: tensorflow.GradientTape


@tf.function
def step(x):
    return tf.reduce_sum(x)


step(x)  # reveal: tensorflow.Tensor
