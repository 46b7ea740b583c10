import numpy as np
import pandas as pd
from fastapi import FastAPI
from sklearn.neighbors import NearestNeighbors

app = FastAPI()
catalogue = pd.read_parquet("catalogue.parquet")
NAMES = catalogue["name"].tolist()


@app.get("/size")
def size():
    return {"items": len(NAMES)}


@app.get("/item/{number}")
def item(number: int):
    row = catalogue.iloc[number]
    return {"name": row["name"], "price": float(row["price"])}


@app.post("/similar")
def predict_similar(vector: list[float], count: int = 5):
    stored = np.load("catalogue_vectors.npy")
    index = NearestNeighbors(n_neighbors=count, metric="cosine")
    index.fit(stored)
    distances, rows = index.kneighbors(np.array([vector]))
    names = catalogue.iloc[rows[0]]["name"].tolist()
    return [{"name": n, "distance": float(d)} for n, d in zip(names, distances[0])]
