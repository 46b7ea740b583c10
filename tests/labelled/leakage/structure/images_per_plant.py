from pathlib import Path

import cv2
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.model_selection import train_test_split

# file names: plant_view_label.jpg, eight views of every plant
records = []
for path in sorted(Path("greenhouse").glob("*.jpg")):
    plant, view, label = path.stem.split("_")
    records.append({"plant": plant, "view": int(view), "sick": int(label == "sick"), "path": str(path)})
photos = pd.DataFrame(records)
views = photos.groupby("plant")["view"].nunique()
print("plants", len(views), "views per plant", views.mean())
photos = photos[photos["plant"].isin(views[views == 8].index)]


def histogram(path):
    image = cv2.cvtColor(cv2.imread(path), cv2.COLOR_BGR2HSV)
    counts = cv2.calcHist([image], [0, 1], None, [16, 8], [0, 180, 0, 256])
    return (counts / counts.sum()).ravel()


X = np.array([histogram(path) for path in photos["path"]])
y = photos["sick"].to_numpy()
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, stratify=y, random_state=0)  # leak: MLL116
forest = RandomForestClassifier(n_estimators=500, n_jobs=-1).fit(X_train, y_train)
print("F1", f1_score(y_test, forest.predict(X_test)))
print("AUC", roc_auc_score(y_test, forest.predict_proba(X_test)[:, 1]))
