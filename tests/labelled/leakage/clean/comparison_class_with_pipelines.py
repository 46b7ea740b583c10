"""Compares two regressors by repeated cross-validation; the reduction is part of each."""
import pandas as pd
from sklearn.decomposition import KernelPCA
from sklearn.linear_model import Ridge
from sklearn.model_selection import RepeatedKFold, cross_validate
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVR


class Comparison:
    def __init__(self, frame, target):
        self.y = frame[target]
        self.X = frame.drop(columns=[target])
        self.steps = []
        self.results = {}

    def reduce(self, components):
        self.steps = [StandardScaler(), KernelPCA(n_components=components, kernel="rbf")]
        return self

    def run(self, name, model):
        folds = RepeatedKFold(n_splits=5, n_repeats=3, random_state=0)
        pipe = make_pipeline(*self.steps, model)
        scores = cross_validate(pipe, self.X, self.y, cv=folds, scoring=("r2", "neg_mean_absolute_error"))
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
