import matplotlib.pyplot as plt
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import silhouette_score
from sklearn.preprocessing import StandardScaler

customers = pd.read_csv("Mall_Customers.csv", index_col="CustomerID")
customers["Gender"] = customers["Gender"].map({"Male": 0, "Female": 1})
customers = customers.fillna(customers.mean())

X = StandardScaler().fit_transform(customers)
scores = {}
for k in range(2, 11):
    labels = KMeans(n_clusters=k, n_init=10, random_state=0).fit_predict(X)
    scores[k] = silhouette_score(X, labels)
best = max(scores, key=scores.get)

km = KMeans(n_clusters=best, n_init=10, random_state=0).fit(X)
customers["segment"] = km.labels_
print(customers.groupby("segment").mean())
xy = PCA(2).fit_transform(X)
plt.scatter(xy[:, 0], xy[:, 1], c=km.labels_)
plt.savefig("segments.png")
