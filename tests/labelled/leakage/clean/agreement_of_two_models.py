"""Distil a large stance classifier into a small one for the browser extension."""
import joblib
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import cohen_kappa_score, precision_score
from sklearn.model_selection import train_test_split

labelled = pd.read_csv("labelled_tweets_features.csv")
unlabelled = pd.read_csv("unlabelled_tweets_features.csv")
X, y = labelled.drop(columns="stance"), labelled["stance"]
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=0)

teacher = RandomForestClassifier(n_estimators=500).fit(X_train, y_train)
print("precision of the teacher", precision_score(y_test, teacher.predict(X_test), average="macro"))

# the student imitates the teacher on text nobody labelled
pseudo = teacher.predict(unlabelled)
student = LogisticRegression(max_iter=1000).fit(unlabelled, pseudo)
other = student.predict(X_test)
print("kappa of both", cohen_kappa_score(teacher.predict(X_test), other))
print("share of equal answers", (teacher.predict(X_test) == other).mean())
weights = pd.DataFrame(student.coef_, columns=student.feature_names_in_, index=student.classes_)
for stance, row in weights.iterrows():
    strongest = row.abs().sort_values(ascending=False).head(5).index
    print(stance, list(strongest))
joblib.dump(student, "student.joblib", compress=3)
