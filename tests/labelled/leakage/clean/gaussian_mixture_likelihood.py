import numpy as np
import pandas as pd
from sklearn.metrics import adjusted_rand_score
from sklearn.mixture import GaussianMixture

penguins = pd.read_csv("penguins.csv").dropna()
X = penguins[["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]]
X = (X - X.mean()) / X.std()

bics = [GaussianMixture(k, n_init=5, random_state=0).fit(X).bic(X) for k in range(1, 8)]
k = int(np.argmin(bics)) + 1
gm = GaussianMixture(k, n_init=5, random_state=0)
clusters = gm.fit_predict(X)
print("components", k, "log-likelihood", gm.score(X))
print("agreement with species", adjusted_rand_score(penguins["species"], clusters))
