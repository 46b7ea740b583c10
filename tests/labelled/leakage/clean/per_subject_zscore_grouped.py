import numpy as np
import pandas as pd
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import LeaveOneGroupOut
from sklearn.svm import SVC

gestures = pd.read_csv("emg_gestures.csv")
gestures = gestures[gestures["gesture"] != "rest"]
print(gestures.groupby("person").size())
channels = [f"ch{i}" for i in range(8)]
# every person has their own skin resistance
by_person = gestures.groupby("person")[channels]
gestures[channels] = (gestures[channels] - by_person.transform("mean")) / by_person.transform("std")

scores = []
X, y, person = gestures[channels], gestures["gesture"], gestures["person"]
for train, test in LeaveOneGroupOut().split(X, y, groups=person):
    svm = SVC(C=10).fit(X.iloc[train], y.iloc[train])
    scores.append(balanced_accuracy_score(y.iloc[test], svm.predict(X.iloc[test])))
print("mean over persons: %.3f" % np.mean(scores))
table = pd.Series(scores, index=sorted(person.unique()))
print(table.round(3))
print("worst person:", table.idxmin())
table.to_csv("per_person.csv")
