import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def evaluate(X, y, folds=5):
    aucs = []
    for train, valid in KFold(n_splits=folds, shuffle=True, random_state=0).split(X):  # leak: MLL120
        model = make_pipeline(StandardScaler(), LogisticRegression())
        model.fit(X.iloc[train], y.iloc[train])
        aucs.append(roc_auc_score(y.iloc[valid], model.predict_proba(X.iloc[valid])[:, 1]))
    return np.mean(aucs)


blood = pd.read_csv("transfusion.csv")
print(evaluate(blood.drop(columns="donated"), blood["donated"]))
