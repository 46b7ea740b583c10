# %%
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import SelectFromModel, VarianceThreshold
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
import pandas as pd

# %%
har = pd.read_csv("har_smartphone.csv").drop(columns=["subject"])
y = har.pop("Activity")
har.shape

# %%
vt = VarianceThreshold(0.01)
X = vt.fit_transform(har)  # also: MLL101
sel = SelectFromModel(RandomForestClassifier(n_estimators=200, random_state=0), max_features=60)
sel.fit(X, y)  # leak: MLL101
X = sel.transform(X)
print("kept", X.shape[1])

# %%
X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=0.2, random_state=0, stratify=y)
knn = KNeighborsClassifier(n_neighbors=9)
knn.fit(X_tr, y_tr)

# %%
balanced_accuracy_score(y_te, knn.predict(X_te))
