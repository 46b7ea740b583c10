"""Nearest neighbours on digits with everything learnt inside the folds."""
from sklearn import datasets, decomposition, model_selection, neighbors, preprocessing
import numpy as np

digits = datasets.load_digits()
data, target = digits.data, digits.target
print(data.shape, np.bincount(target))
keep = data.std(axis=1) > 0
data, target = data[keep], target[keep]

kf = model_selection.KFold(n_splits=10, shuffle=True, random_state=0)
accs = []
for fold, (tr, te) in enumerate(kf.split(data)):
    scaler = preprocessing.StandardScaler()
    pca = decomposition.PCA(n_components=20)
    a = pca.fit_transform(scaler.fit_transform(data[tr]))
    b = pca.transform(scaler.transform(data[te]))
    knn = neighbors.KNeighborsClassifier(n_neighbors=3)
    knn.fit(a, target[tr])
    acc = knn.score(b, target[te])
    print(f'fold {fold}: {acc:.4f}')
    accs.append(acc)
print('mean', np.mean(accs))
print('std', np.std(accs), 'worst fold', int(np.argmin(accs)))
with open('folds.txt', 'w') as handle:
    handle.writelines(f'{acc:.5f}\n' for acc in accs)
