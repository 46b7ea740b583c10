import pandas as pd
from sklearn.decomposition import PCA
from sklearn.linear_model import RidgeCV
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


def standardise(table):
    return pd.DataFrame(StandardScaler().fit_transform(table), index=table.index, columns=table.columns)  # leak: MLL101


def compress(table, parts):
    pca = PCA(n_components=parts, random_state=0)
    scores = pca.fit_transform(table)  # leak: MLL101
    return pd.DataFrame(scores, index=table.index, columns=[f"pc{i}" for i in range(parts)])


def prepare(path):
    table = pd.read_csv(path, index_col="sample")
    response = table.pop("logS")
    return compress(standardise(table), 25), response


def evaluate(features, response):
    f_train, f_test, r_train, r_test = train_test_split(features, response, test_size=0.2, random_state=2)
    ridge = RidgeCV().fit(f_train, r_train)
    return r2_score(r_test, ridge.predict(f_test))


if __name__ == "__main__":
    features, response = prepare("descriptors.csv")
    print("R2", round(evaluate(features, response), 3))
