"""Which field of science is an abstract from?"""
import numpy as np
import tensorflow as tf

vectors = np.load("abstracts.npy")
fields = np.load("fields.npy")
print(vectors.shape, np.bincount(fields))


def partition(ds, size, train_share=0.9):
    ds = ds.shuffle(10_000)  # leak: MLL127
    train = ds.take(int(size * train_share))  # also: MLL127
    test = ds.skip(int(size * train_share))  # also: MLL127
    return train, test


ds = tf.data.Dataset.from_tensor_slices((vectors, fields))
train, test = partition(ds, len(vectors))
model = tf.keras.Sequential([tf.keras.layers.Dense(64, "relu"), tf.keras.layers.Dense(12, "softmax")])
model.compile("adam", "sparse_categorical_crossentropy", ["accuracy"])
model.fit(train.batch(64), epochs=5)
model.evaluate(test.batch(64))
model.summary()
model.save("fields.keras")
