import numpy as np
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.cluster import DBSCAN
from sklearn.preprocessing import StandardScaler


class TripClusterer(BaseEstimator, ClusterMixin):
    def __init__(self, eps=0.3):
        self.eps = eps

    def fit(self, X, y=None):
        self.scaler_ = StandardScaler().fit(X)
        self.labels_ = DBSCAN(eps=self.eps).fit(self.scaler_.transform(X)).labels_
        return self

    def fit_predict(self, X, y=None):
        return self.fit(X).labels_


trips = np.load("trips.npy")
print("trips:", trips.shape)
labels = TripClusterer(0.2).fit_predict(trips)
print(np.unique(labels, return_counts=True))
for label in np.unique(labels):
    members = trips[labels == label]
    print(label, len(members), members.mean(axis=0).round(2))
np.save("trip_labels.npy", labels)
