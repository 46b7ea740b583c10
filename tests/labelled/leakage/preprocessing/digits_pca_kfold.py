"""Nearest neighbours on digits in twenty dimensions."""
from sklearn import datasets, decomposition, model_selection, neighbors
import numpy as np

digits = datasets.load_digits()
data, target = digits.data, digits.target
print(data.shape, np.bincount(target))

pca = decomposition.PCA(n_components=20)
pca.fit(data)  # leak: MLL101
reduced = pca.transform(data)
print('explained', pca.explained_variance_ratio_.sum())

kf = model_selection.KFold(n_splits=10, shuffle=True, random_state=0)
accs = []
for fold, (tr, te) in enumerate(kf.split(reduced)):
    knn = neighbors.KNeighborsClassifier(n_neighbors=3)
    knn.fit(reduced[tr], target[tr])
    acc = knn.score(reduced[te], target[te])
    print(f'fold {fold}: {acc:.4f}')
    accs.append(acc)
print('mean', np.mean(accs))
print('std', np.std(accs), 'worst fold', int(np.argmin(accs)))
