# Estimators: fitting, predicting, splitting, scoring
import numpy as np
import pandas as pd
from sklearn import metrics
from sklearn.base import clone
from sklearn.cluster import KMeans
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor, StackingClassifier, VotingClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, KFold, RandomizedSearchCV, cross_val_score, train_test_split
from sklearn.preprocessing import LabelEncoder, StandardScaler
from sklearn.svm import SVC

df = pd.read_csv("a.csv")
model = RandomForestClassifier(n_estimators=10)
model  # reveal: sklearn.ensemble.RandomForestClassifier
model.fit(df, df["y"])  # reveal: sklearn.ensemble.RandomForestClassifier
LogisticRegression().fit(df, df["y"]).predict(df)  # reveal: numpy.ndarray
model.predict(df)  # reveal: numpy.ndarray
model.predict_proba(df)  # reveal: list[numpy.ndarray] | numpy.ndarray
model.predict_proba(df)[:, 1]  # reveal: numpy.ndarray
model.score(df, df["y"])  # reveal: float
model.get_params()  # reveal: dict[str, unknown]
model.set_params(n_jobs=2)  # reveal: sklearn.ensemble.RandomForestClassifier
model.feature_importances_  # reveal: numpy.ndarray
model.classes_  # reveal: unknown
clone(model)  # reveal: sklearn.ensemble.RandomForestClassifier
StandardScaler()  # reveal: sklearn.preprocessing.StandardScaler
StandardScaler().fit(df)  # reveal: sklearn.preprocessing.StandardScaler
LabelEncoder().fit_transform(df["y"])  # reveal: numpy.ndarray
KMeans(3).fit(df).labels_  # reveal: numpy.ndarray
KMeans(3).fit_predict(df)  # reveal: numpy.ndarray

train_test_split(df)  # reveal: tuple[pandas.DataFrame, pandas.DataFrame]
train_test_split(df, test_size=0.2, random_state=0)  # reveal: tuple[pandas.DataFrame, pandas.DataFrame]
X, y = df[["a"]], df["y"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2)
X_train  # reveal: pandas.DataFrame
X_test  # reveal: pandas.DataFrame
y_train  # reveal: pandas.Series
y_test  # reveal: pandas.Series
a_train, a_test, b_train, b_test = train_test_split(df.values, y)
a_train  # reveal: numpy.ndarray
b_test  # reveal: pandas.Series
train_test_split([1, 2], ["a", "b"])  # reveal: tuple[list[int], list[int], list[str], list[str]]
train_test_split(X, y, df.index)  # reveal: tuple[pandas.DataFrame, pandas.DataFrame, pandas.Series, pandas.Series, pandas.Index, pandas.Index]
u_train, u_test, v_train, v_test = train_test_split(unknown, y)
u_train  # reveal: unknown
v_train  # reveal: pandas.Series
train_test_split(X, y, df, y, df)  # reveal: list
for train, test in KFold(3).split(X):
    train  # reveal: numpy.ndarray
    X.iloc[train]  # reveal: pandas.DataFrame
    y.iloc[test]  # reveal: pandas.Series
cross_val_score(model, X, y)  # reveal: numpy.ndarray
cross_val_score(model, X, y).mean()  # reveal: unknown
metrics.accuracy_score(y, y)  # reveal: float
metrics.confusion_matrix(y, y)  # reveal: numpy.ndarray
metrics.classification_report(y, y)  # reveal: str
metrics.classification_report(y, y, output_dict=True)  # reveal: dict[str, unknown]

search = GridSearchCV(SVC(), {"C": [1]})
search  # reveal: sklearn.model_selection.GridSearchCV[sklearn.svm.SVC]
search.fit(X, y)  # reveal: sklearn.model_selection.GridSearchCV[sklearn.svm.SVC]
search.best_estimator_  # reveal: sklearn.svm.SVC
search.fit(X, y).best_estimator_.predict(X)  # reveal: numpy.ndarray
search.best_params_  # reveal: dict[str, unknown]
RandomizedSearchCV(estimator=model, param_distributions={}).best_estimator_  # reveal: sklearn.ensemble.RandomForestClassifier
GridSearchCV(unknown, {}).best_estimator_  # reveal: unknown
models = {"svm": SVC(), "forest": RandomForestClassifier()}
for name, candidate in models.items():
    candidate  # reveal: sklearn.ensemble.RandomForestClassifier | sklearn.svm.SVC
    candidate.fit(X, y)  # reveal: sklearn.ensemble.RandomForestClassifier | sklearn.svm.SVC
    candidate.predict(X)  # reveal: numpy.ndarray
[SVC(), SVC()][0].fit(X, y)  # reveal: sklearn.svm.SVC
best = max([SVC(), RandomForestRegressor()], key=score)
best  # reveal: sklearn.ensemble.RandomForestRegressor | sklearn.svm.SVC
(SVC() if flag else RandomForestClassifier()).predict(X)  # reveal: numpy.ndarray
