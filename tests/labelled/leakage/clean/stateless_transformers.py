import numpy as np
import pandas as pd
from sklearn.neighbors import KNeighborsClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import Binarizer, FunctionTransformer, Normalizer, PolynomialFeatures

counts = pd.read_csv("plant_community_counts.csv", index_col="plot")
habitat = counts.pop("habitat")
print("plots", len(counts), "species", counts.shape[1])
counts = counts.loc[counts.sum(axis=1) > 0]
habitat = habitat.loc[counts.index]

to_log = FunctionTransformer(np.log1p)
X = to_log.fit_transform(counts.to_numpy())
X = Normalizer(norm="l2").fit_transform(X)
presence = Binarizer(threshold=0).fit_transform(counts.to_numpy())
interactions = PolynomialFeatures(degree=2, interaction_only=True, include_bias=False).fit_transform(X[:, :10])
X = np.hstack([X, presence, interactions])

X_train, X_test, y_train, y_test = train_test_split(X, habitat, test_size=0.3, stratify=habitat, random_state=0)
knn = KNeighborsClassifier(5).fit(X_train, y_train)
print("accuracy", accuracy_score(y_test, knn.predict(X_test)))
predicted = knn.predict(X_test)
print(pd.crosstab(habitat.loc[y_test.index], predicted))
