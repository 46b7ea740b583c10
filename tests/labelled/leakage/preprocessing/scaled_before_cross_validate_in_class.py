"""Compares two regressors on the same matrix by repeated cross-validation."""
import pandas as pd
from sklearn.decomposition import KernelPCA
from sklearn.linear_model import Ridge
from sklearn.model_selection import RepeatedKFold, cross_validate
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVR


class Comparison:
    def __init__(self, frame, target):
        self.y = frame[target]
        self.X = frame.drop(columns=[target])
        self.results = {}

    def reduce(self, components):
        scaled = StandardScaler().fit_transform(self.X)  # leak: MLL104
        kpca = KernelPCA(n_components=components, kernel="rbf")
        self.X = kpca.fit_transform(scaled)  # leak: MLL104
        return self

    def run(self, name, model):
        folds = RepeatedKFold(n_splits=5, n_repeats=3, random_state=0)
        scores = cross_validate(model, self.X, self.y, cv=folds, scoring=("r2", "neg_mean_absolute_error"))
        self.results[name] = {
            "r2": scores["test_r2"].mean(),
            "mae": -scores["test_neg_mean_absolute_error"].mean(),
        }
        return self

    def table(self):
        return pd.DataFrame(self.results).T.sort_values("mae")


perovskites = pd.read_csv("perovskites.csv").drop(columns=["formula"])
print(perovskites.describe().T)
comparison = Comparison(perovskites, "formation_energy").reduce(20)
comparison.run("ridge", Ridge()).run("svr", SVR(C=10))
print(comparison.table())
