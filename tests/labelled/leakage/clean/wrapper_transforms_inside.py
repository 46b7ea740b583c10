import pandas as pd
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split


class YieldModel:
    def __init__(self):
        self.pca = PCA(n_components=12)
        self.forest = RandomForestRegressor(n_estimators=200)

    def fit(self, spectra, target):
        self.forest.fit(self.pca.fit_transform(spectra), target)
        return self

    def predict(self, spectra):
        return self.forest.predict(self.pca.transform(spectra))

    def score(self, spectra, target):
        return self.forest.score(self.pca.transform(spectra), target)


table = pd.read_csv("nir_spectra.csv")
target = table.pop("protein")
s_train, s_test, t_train, t_test = train_test_split(table, target, test_size=0.3, random_state=9)
model = YieldModel().fit(s_train, t_train)
print("R2", model.score(s_test, t_test))
