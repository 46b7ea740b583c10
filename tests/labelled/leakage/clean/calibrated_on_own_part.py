"""Are the probabilities of the price model any good?"""
import numpy as np
from sklearn.calibration import CalibratedClassifierCV, calibration_curve
from sklearn.datasets import fetch_openml
from sklearn.ensemble import RandomForestClassifier
from sklearn.frozen import FrozenEstimator
from sklearn.metrics import brier_score_loss
from sklearn.model_selection import train_test_split

X, y = fetch_openml("electricity", version=1, return_X_y=True, as_frame=True)
X = X.select_dtypes("number").drop(columns="date")
y = (y == "UP").astype(int)
X_train, X_rest, y_train, y_rest = train_test_split(X, y, test_size=0.4, shuffle=False)
X_cal, X_test, y_cal, y_test = train_test_split(X_rest, y_rest, test_size=0.5, shuffle=False)

forest = RandomForestClassifier(n_estimators=200, n_jobs=-1).fit(X_train, y_train)
calibrated = CalibratedClassifierCV(FrozenEstimator(forest), method="isotonic")
calibrated.fit(X_cal, y_cal)
p = calibrated.predict_proba(X_test)[:, 1]
print("Brier score", brier_score_loss(y_test, p))
fraction, mean_p = calibration_curve(y_test, p, n_bins=10)
raw = forest.predict_proba(X_test)[:, 1]
print("share above one half: raw %.3f, calibrated %.3f" % ((raw > 0.5).mean(), (p > 0.5).mean()))
print(np.column_stack([mean_p, fraction]).round(3))
np.savetxt("reliability.csv", np.column_stack([mean_p, fraction]), delimiter=",", header="predicted,observed")
