import numpy as np
import pandas as pd
from sklearn.cross_decomposition import PLSRegression
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split

# Near-infrared spectra of fruit: one row is one fruit, one column one wavelength.
table = pd.read_csv("fruit_nir.csv")
sugar = table.pop("brix").to_numpy()
spectra = table.to_numpy(dtype=float)
print("fruits", len(spectra), "wavelengths", spectra.shape[1])

# standard normal variate: each spectrum by its own mean and deviation
centred = spectra - spectra.mean(axis=1, keepdims=True)
snv = centred / spectra.std(axis=1, keepdims=True)
peak = spectra.max(axis=1)
X = np.column_stack([snv, peak])

X_train, X_test, y_train, y_test = train_test_split(X, sugar, test_size=0.25, random_state=0)
pls = PLSRegression(n_components=10, scale=True).fit(X_train, y_train)
print("RMSEP", mean_squared_error(y_test, pls.predict(X_test)) ** 0.5)
weights = np.abs(pls.coef_.ravel()[:-1])
print("strongest wavelengths", table.columns[np.argsort(weights)[-5:]].tolist())
