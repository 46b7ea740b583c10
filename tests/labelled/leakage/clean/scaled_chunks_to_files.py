"""Shards of scaled vectors for the vector database."""
import os

import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler

SHARDS = 16

frame = pd.read_parquet("embeddings.parquet")
frame = frame.dropna().drop_duplicates("document")
print(len(frame), "documents")
frame["document"].to_csv("documents.csv", index=False)
vectors = MinMaxScaler().fit_transform(frame.filter(like="dim_"))
os.makedirs("shards", exist_ok=True)
for number, chunk in enumerate(np.array_split(vectors, SHARDS)):
    np.save(f"shards/{number:03d}.npy", chunk.astype("float16"))

size = len(vectors) // 2
first, second = vectors[:size], vectors[size:]
np.savez_compressed("halves.npz", first=first, second=second)
print(pd.DataFrame(vectors).sample(5, random_state=0))
sizes = [os.path.getsize(os.path.join("shards", name)) for name in sorted(os.listdir("shards"))]
print(len(sizes), "shards", sum(sizes) / 2**20, "MiB")
