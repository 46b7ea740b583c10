import numpy as np
import pandas as pd
from sklearn.preprocessing import LabelEncoder
from tensorflow.keras import Model, layers

ratings = pd.read_csv("ratings.csv").sort_values("timestamp")
print(ratings["rating"].value_counts(normalize=True))
print("users", ratings["user_id"].nunique(), "items", ratings["item_id"].nunique())
ratings["user"] = LabelEncoder().fit_transform(ratings["user_id"])
ratings["item"] = LabelEncoder().fit_transform(ratings["item_id"])
cut = int(len(ratings) * 0.9)
train, test = ratings.iloc[:cut], ratings.iloc[cut:]

user_in, item_in = layers.Input((1,)), layers.Input((1,))
user = layers.Flatten()(layers.Embedding(ratings["user"].nunique(), 32)(user_in))
item = layers.Flatten()(layers.Embedding(ratings["item"].nunique(), 32)(item_in))
model = Model([user_in, item_in], layers.Dot(axes=1)([user, item]))
model.compile("adam", "mse")
model.fit([train["user"], train["item"]], train["rating"], epochs=5, batch_size=1024)

predicted = model.predict([test["user"], test["item"]]).ravel()
print("RMSE", np.sqrt(np.mean((predicted - test["rating"]) ** 2)))
vectors = model.layers[2].get_weights()[0]
print("user vectors", vectors.shape, "norm", np.linalg.norm(vectors, axis=1).mean())
model.save("mf.keras")
