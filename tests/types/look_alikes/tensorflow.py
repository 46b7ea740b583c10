# Not TensorFlow or Keras: what only looks like models, layers and datasets
import sqlite3
from collections import namedtuple
from unittest.mock import Mock

import autokeras as ak
import tensorflow as tf
import tensorflow_hub as hub
import tflite_runtime.interpreter as tflite
from mylib import Dense, Model, Sequential
from mylib.data import Dataset


class Layer:
    def __call__(self, x):
        return [x]

    def call(self, x):
        return "called"


class Own(Model):
    def call(self, x):
        return tf.zeros(3)


class History:
    def __init__(self):
        self.history = {"loss": 1.5}


class Trainer:
    def compile(self, optimizer):
        return "compiled"

    def fit(self, x):
        return History()

    def evaluate(self, x):
        return 1.5

    def summary(self):
        return {"layers": 3}


Sequential([1])  # reveal: unknown
Sequential([1]).fit(x)  # reveal: unknown
Dense(3)(x)  # reveal: unknown
Model().predict(x)  # reveal: unknown
Own()(x)  # reveal: unknown
Own().fit(x)  # reveal: unknown
Layer()(x)  # reveal: list[unknown]
Layer().call(x)  # reveal: str
Trainer().compile("adam")  # reveal: str
Trainer().fit(x)  # reveal: <here>.History
Trainer().fit(x).history  # reveal: dict[str, float]
Trainer().fit(x).history["loss"]  # reveal: float
Trainer().evaluate(x)  # reveal: float
Trainer().summary()  # reveal: dict[str, int]
Dataset.from_tensor_slices(x)  # reveal: unknown
Dataset().batch(3)  # reveal: unknown
dataset.batch(3).prefetch(1)  # reveal: unknown
model.fit(x)  # reveal: unknown
model.fit(x).history["loss"]  # reveal: unknown
model.layers[0]  # reveal: unknown
tf.saved_model.load("a")  # reveal: unknown
tf.saved_model.load("a").signatures["a"](x)  # reveal: unknown
tf.zeros(3) + unknown  # reveal: unknown
hub.load("a")(x)  # reveal: unknown
hub.KerasLayer("a")(x)  # reveal: unknown
ak.ImageClassifier().fit(x, y)  # reveal: unknown
tflite.Interpreter("a").get_tensor(0)  # reveal: unknown
Mock().fit(x).history  # reveal: unknown
Mock(spec=tf.keras.Model).predict(x)  # reveal: unknown
sqlite3.connect("a").execute("b")  # reveal: unknown
namedtuple("Model", "layers")(3).layers  # reveal: unknown
compile("1", "a", "eval")  # reveal: unknown
map(str, [1])  # reveal: map[str]
[1].extend([2])  # reveal: None
{"shuffle": 3}.get("shuffle", 0)  # reveal: int
zip([1], "a")  # reveal: zip[tuple[int, str]]


def shadowed(tf, keras):
    tf.zeros(3)  # reveal: unknown
    tf.data.Dataset.from_tensor_slices(x).batch(3)  # reveal: unknown
    keras.Sequential()  # reveal: unknown
