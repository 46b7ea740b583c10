"""Tree density from image patches."""
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split

blob = np.load("patches.npz")
patches, density = blob["patches"], blob["density"]
X_train, X_test, y_train, y_test = train_test_split(patches, density, test_size=0.3, random_state=4)

flat_train = X_train.reshape(len(X_train), -1)
forest = RandomForestRegressor(n_estimators=300, n_jobs=-1)
forest.fit(flat_train.astype(np.float32), y_train)
flat_test = np.asarray(X_test).reshape((X_test.shape[0], -1))
pred = forest.predict(pd.DataFrame(flat_test).to_numpy())
print("R2", r2_score(y_test, pred))
importance = forest.feature_importances_.reshape(X_train.shape[1:])
print("brightest place", np.unravel_index(importance.argmax(), importance.shape))
np.save("importance.npy", importance)
