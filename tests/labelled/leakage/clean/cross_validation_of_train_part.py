# Pulsar candidates: a first model
import matplotlib.pyplot as plt
import pandas as pd
from sklearn.ensemble import AdaBoostClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_score, train_test_split

pulsars = pd.read_csv("HTRU_2.csv", header=None)
pulsars.columns = [f"f{i}" for i in range(8)] + ["pulsar"]
print(pulsars.groupby("pulsar").mean().T)
pulsars.boxplot(column=["f0", "f4"], by="pulsar")
plt.savefig("profiles.png")
X, y = pulsars.iloc[:, :-1], pulsars.iloc[:, -1]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=0, stratify=y)

ada = AdaBoostClassifier(n_estimators=200)
scores = cross_val_score(ada, X_train, y_train, cv=5, scoring="roc_auc")
print("cv AUC:", scores.mean())
ada.fit(X_train, y_train)
print("test AUC:", roc_auc_score(y_test, ada.predict_proba(X_test)[:, 1]))
staged = [probabilities[:, 1].mean() for probabilities in ada.staged_predict_proba(X_train)]
print("boosting rounds", len(staged))
weights = pd.Series(ada.feature_importances_, index=X.columns)
print(weights.sort_values(ascending=False))
