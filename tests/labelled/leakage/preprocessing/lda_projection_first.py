"""One nearest neighbour on faces, after a linear projection."""
from sklearn.datasets import fetch_olivetti_faces
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.model_selection import StratifiedShuffleSplit
from sklearn.neighbors import KNeighborsClassifier
import numpy as np

faces = fetch_olivetti_faces()
print(faces.images.shape, len(np.unique(faces.target)), "people")
X, y = faces.data, faces.target

projection = LinearDiscriminantAnalysis(n_components=30)
Z = projection.fit_transform(X, y)  # leak: MLL101

accuracies = []
splitter = StratifiedShuffleSplit(n_splits=10, test_size=0.3, random_state=0)
for train, test in splitter.split(Z, y):
    knn = KNeighborsClassifier(1).fit(Z[train], y[train])
    accuracies.append(knn.score(Z[test], y[test]))
print("accuracy %.3f" % np.mean(accuracies))
print("worst %.3f best %.3f" % (min(accuracies), max(accuracies)))
np.save("projection.npy", projection.scalings_)
