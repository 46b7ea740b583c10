import pandas as pd
import tensorflow as tf
from tensorflow.keras import layers
from sklearn.preprocessing import PowerTransformer

jobs = pd.read_csv("job_postings.csv").dropna(subset=["description", "salary"])
jobs = jobs.sample(frac=1, random_state=0)
power = PowerTransformer()
jobs["years"] = power.fit_transform(jobs[["years"]])[:, 0]  # leak: MLL101

vectorize = layers.TextVectorization(max_tokens=20_000, output_sequence_length=300)
vectorize.adapt(jobs["description"].to_numpy())  # also: MLL101

n = int(0.8 * len(jobs))
train, test = jobs[:n], jobs[n:]

text = layers.Input((1,), dtype=tf.string)
years = layers.Input((1,))
x = layers.Embedding(20_000, 64)(vectorize(text))
x = layers.GlobalAveragePooling1D()(x)
x = layers.Concatenate()([x, years])
out = layers.Dense(1)(layers.Dense(64, activation="relu")(x))
model = tf.keras.Model([text, years], out)
model.compile("adam", "mae")
model.fit([train["description"], train["years"]], train["salary"] / 1000, epochs=5)
print("MAE (k)", model.evaluate([test["description"], test["years"]], test["salary"] / 1000))
