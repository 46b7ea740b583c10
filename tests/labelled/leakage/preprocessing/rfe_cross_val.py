from sklearn.datasets import load_breast_cancer
from sklearn.feature_selection import RFE
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score

X, y = load_breast_cancer(return_X_y=True, as_frame=True)
print(X.shape, "benign share", y.mean())
X = X.rename(columns=lambda name: name.replace(" ", "_"))
X["area_ratio"] = X["worst_area"] / X["mean_area"]

rfe = RFE(LogisticRegression(solver="liblinear"), n_features_to_select=8)
rfe.fit(X, y)  # leak: MLL104
selected = X.columns[rfe.support_]
print("selected:", list(selected))

X_selected = X[selected]
aucs = cross_val_score(LogisticRegression(solver="liblinear"), X_selected, y, cv=10, scoring="roc_auc")
print("10-fold AUC: %.4f (%.4f)" % (aucs.mean(), aucs.std()))
final = LogisticRegression(solver="liblinear").fit(X_selected, y)
for name, weight in sorted(zip(selected, final.coef_[0]), key=lambda t: -abs(t[1])):
    print(f"{name:28} {weight:+.3f}")
