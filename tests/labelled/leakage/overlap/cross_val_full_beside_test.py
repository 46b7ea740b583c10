# %%
import pandas as pd
from sklearn.ensemble import AdaBoostClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_score, train_test_split

# %%
pulsars = pd.read_csv("HTRU_2.csv", header=None)
pulsars.columns = ["mean", "std", "kurt", "skew", "dm_mean", "dm_std", "dm_kurt", "dm_skew", "pulsar"]
pulsars.describe()

# %%
X = pulsars.iloc[:, :-1]
y = pulsars.iloc[:, -1]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=0, stratify=y)

# %%
ada = AdaBoostClassifier(n_estimators=200)
scores = cross_val_score(ada, X, y, cv=5, scoring="roc_auc")  # leak: MLL109
print("cv:", scores.mean())

# %%
ada.fit(X_train, y_train)
roc_auc_score(y_test, ada.predict_proba(X_test)[:, 1])
