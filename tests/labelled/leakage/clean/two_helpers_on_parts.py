import pandas as pd
from sklearn.decomposition import PCA
from sklearn.linear_model import RidgeCV
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


def standardise(train, *others):
    scaler = StandardScaler().fit(train)
    return [pd.DataFrame(scaler.transform(t), index=t.index, columns=t.columns) for t in (train, *others)]


def compress(train, *others, parts):
    pca = PCA(n_components=parts, random_state=0).fit(train)
    names = [f"pc{i}" for i in range(parts)]
    return [pd.DataFrame(pca.transform(t), index=t.index, columns=names) for t in (train, *others)]


def load(path):
    table = pd.read_csv(path, index_col="sample")
    table = table.loc[:, table.notna().all()]
    return table, table.pop("logS")


def main(path="descriptors.csv"):
    table, response = load(path)
    a, b, response_a, response_b = train_test_split(table, response, test_size=0.2, random_state=2)
    a, b = standardise(a, b)
    a, b = compress(a, b, parts=25)
    ridge = RidgeCV().fit(a, response_a)
    print("R2", round(r2_score(response_b, ridge.predict(b)), 3))


if __name__ == "__main__":
    main()
