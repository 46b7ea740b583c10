"""Statistics of a large table in chunks, for a data sheet; no model is fitted here."""
import json

import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler

scaler = StandardScaler()
categories = {}
rows = 0
for chunk in pd.read_csv("telemetry.csv", chunksize=100_000):
    numbers = chunk.select_dtypes("number").ffill()
    scaler.partial_fit(numbers)
    rows += len(chunk)
    for column in chunk.select_dtypes("object"):
        seen = categories.setdefault(column, set())
        seen.update(chunk[column].dropna().unique())

sheet = {
    "rows": rows,
    "mean": dict(zip(scaler.feature_names_in_, np.round(scaler.mean_, 4).tolist())),
    "std": dict(zip(scaler.feature_names_in_, np.round(scaler.scale_, 4).tolist())),
    "categories": {name: sorted(values) for name, values in categories.items()},
}
with open("datasheet.json", "w") as handle:
    json.dump(sheet, handle, indent=2)
sample = pd.read_csv("telemetry.csv", nrows=50_000)
first, second = sample[:25_000], sample[25_000:]
drift = (first.select_dtypes("number").mean() - second.select_dtypes("number").mean()).abs()
print(drift.sort_values(ascending=False).head(10))
