from sklearn.datasets import load_breast_cancer
from sklearn.feature_selection import RFE, SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

X, y = load_breast_cancer(return_X_y=True, as_frame=True)
pipe = Pipeline([
    ("scale", StandardScaler()),
    ("filter", SelectKBest(f_classif, k=20)),
    ("wrap", RFE(LogisticRegression(), n_features_to_select=8)),
    ("fit", LogisticRegression()),
])
aucs = cross_val_score(pipe, X, y, cv=10, scoring="roc_auc")
print("10-fold AUC: %.4f (%.4f)" % (aucs.mean(), aucs.std()))

pipe.fit(X, y)
kept = X.columns[pipe["filter"].get_support()][pipe["wrap"].support_]
print("selected:", list(kept))
strength = sorted(zip(kept, pipe["fit"].coef_[0]), key=lambda pair: abs(pair[1]), reverse=True)
for name, weight in strength:
    print(f"{name:28} {weight:+.3f}")
print("classes", pipe.classes_, "benign share", y.mean())
