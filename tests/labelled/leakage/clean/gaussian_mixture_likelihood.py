"""How many kinds of penguins are there, if nobody tells us the species?"""
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.metrics import adjusted_rand_score
from sklearn.mixture import GaussianMixture

penguins = pd.read_csv("penguins.csv").dropna()
X = penguins[["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]]
X = (X - X.mean()) / X.std()

bics = [GaussianMixture(k, n_init=5, random_state=0).fit(X).bic(X) for k in range(1, 8)]
plt.plot(range(1, 8), bics, "o-")
plt.xlabel("components")
plt.ylabel("BIC")
plt.savefig("bic.png")
k = int(np.argmin(bics)) + 1
gm = GaussianMixture(k, n_init=5, random_state=0)
clusters = gm.fit_predict(X)
print("components", k, "log-likelihood", gm.score(X))
print("agreement with species", adjusted_rand_score(penguins["species"], clusters))
penguins["cluster"] = clusters
print(pd.crosstab(penguins["species"], penguins["cluster"]))
print(penguins.groupby("cluster")[list(X.columns)].mean().round(1))
unsure = gm.predict_proba(X).max(axis=1) < 0.8
print("unsure about", int(unsure.sum()), "birds on", penguins.loc[unsure, "island"].unique())
