# %%
import matplotlib.pyplot as plt
from sklearn.datasets import load_wine
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

# %%
wine = load_wine(as_frame=True)
X, y = wine.data, wine.target

# %%
X_std = StandardScaler().fit_transform(X)
two = PCA(n_components=2).fit_transform(X_std)
fig, ax = plt.subplots(1, 2)
ax[0].scatter(two[:, 0], two[:, 1], c=y)
emb = TSNE(random_state=0).fit_transform(X_std)
ax[1].scatter(emb[:, 0], emb[:, 1], c=y)
plt.show()

# %%
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0, stratify=y)
svm = make_pipeline(StandardScaler(), SVC()).fit(X_train, y_train)
accuracy_score(y_test, svm.predict(X_test))
