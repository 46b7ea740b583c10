"""Which field of science is an abstract from?"""
import numpy as np
import tensorflow as tf

vectors = np.load("abstracts.npy")
fields = np.load("fields.npy")
print(vectors.shape, np.bincount(fields))
order = np.random.default_rng(0).permutation(len(vectors))
ds = tf.data.Dataset.from_tensor_slices((vectors[order], fields[order]))

n_train = int(len(vectors) * 0.9)
train = ds.take(n_train).cache().shuffle(10_000).batch(64).prefetch(tf.data.AUTOTUNE)
test = ds.skip(n_train).batch(64)
model = tf.keras.Sequential([tf.keras.layers.Dense(64, "relu"), tf.keras.layers.Dense(12, "softmax")])
model.compile("adam", "sparse_categorical_crossentropy", ["accuracy"])
model.fit(train, epochs=5)
model.evaluate(test)

model.summary()
model.save("fields.keras")

# a look at some labels
for batch in tf.data.Dataset.from_tensor_slices(fields).shuffle(1000).take(3):
    print(batch.numpy())
