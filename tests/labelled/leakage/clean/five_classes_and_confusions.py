# judge: MLL126
import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.metrics import accuracy_score, confusion_matrix
from sklearn.model_selection import train_test_split

covers = pd.read_csv("forest_cover.csv")
covers["slope_aspect"] = covers["slope"] * covers["aspect"]
covers["above_water"] = covers["elevation"] - covers["vertical_distance_water"]
print(covers.groupby("cover")["elevation"].agg(["mean", "std", "count"]))
covers["cover"] = covers["cover"].map({"spruce": 0, "pine": 1, "aspen": 2, "fir": 3, "willow": 4})
X, y = covers.drop(columns="cover"), covers["cover"]
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=0)
trees = ExtraTreesClassifier(n_estimators=300, n_jobs=-1).fit(X_train, y_train)
predicted = trees.predict(X_test)
print(accuracy_score(y_test, predicted))
print(confusion_matrix(y_test, predicted))
names = ["spruce", "pine", "aspen", "fir", "willow"]
matrix = pd.DataFrame(confusion_matrix(y_test, predicted, normalize="true"), names, names)
print(matrix.round(2))
importance = pd.Series(trees.feature_importances_, X.columns)
print(importance.nlargest(6))
