# judge: MLL120
import pandas as pd
from sklearn.metrics import average_precision_score
from sklearn.model_selection import StratifiedKFold, train_test_split
from sklearn.ensemble import RandomForestClassifier

thyroid = pd.read_csv("thyroid.csv")
thyroid = thyroid.drop_duplicates()
print(thyroid["sick"].value_counts(normalize=True))
print(thyroid.describe().T[["mean", "min", "max"]])
X, y = thyroid.drop(columns="sick"), thyroid["sick"]
strata = y if y.nunique() < 20 else None
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0, stratify=strata)

best, best_score = None, 0.0
for leaf in (1, 5, 20):
    scores = []
    for tr, va in StratifiedKFold(5, shuffle=True, random_state=0).split(X_train, y_train):
        rf = RandomForestClassifier(min_samples_leaf=leaf).fit(X_train.iloc[tr], y_train.iloc[tr])
        scores.append(average_precision_score(y_train.iloc[va], rf.predict_proba(X_train.iloc[va])[:, 1]))
    mean = sum(scores) / len(scores)
    if mean > best_score:
        best, best_score = leaf, mean
final = RandomForestClassifier(min_samples_leaf=best).fit(X_train, y_train)
print(average_precision_score(y_test, final.predict_proba(X_test)[:, 1]))
