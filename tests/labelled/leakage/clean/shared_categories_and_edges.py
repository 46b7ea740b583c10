import numpy as np
import pandas as pd
from pandas.api.types import CategoricalDtype
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss


def featurize(frame, cities, edges):
    out = pd.DataFrame(index=frame.index)
    out["age_bin"] = pd.cut(frame["age"], bins=edges, labels=False)
    out["city"] = frame["city"].astype(cities).cat.codes
    out["visits"] = frame["visits"].clip(upper=50)
    return out


visits = pd.read_csv("clinic_noshow.csv")
older = visits[visits["cohort"] == "A"]
newer = visits[visits["cohort"] == "B"]

cities = CategoricalDtype(sorted(older["city"].unique()))
_, edges = pd.qcut(older["age"], 8, retbins=True, duplicates="drop")
edges[0], edges[-1] = -np.inf, np.inf

clf = LogisticRegression(max_iter=500)
clf.fit(featurize(older, cities, edges), older["noshow"])
proba = clf.predict_proba(featurize(newer, cities, edges))[:, 1]
print("brier", brier_score_loss(newer["noshow"], proba))
