from sklearn import datasets, decomposition, model_selection, neighbors, preprocessing
import numpy as np

digits = datasets.load_digits()
data, target = digits.data, digits.target

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
