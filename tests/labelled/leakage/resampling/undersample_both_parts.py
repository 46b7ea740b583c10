import numpy as np
import pandas as pd
from imblearn.under_sampling import RandomUnderSampler
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.metrics import precision_recall_fscore_support, roc_auc_score

frauds = pd.read_csv('creditcard.csv')
frauds['Amount'] = np.log1p(frauds['Amount'])
frauds = frauds.drop('Time', axis=1)

X, y = frauds.drop('Class', axis=1), frauds['Class']
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, stratify=y, random_state=0)

rus = RandomUnderSampler(random_state=0)
X_train, y_train = rus.fit_resample(X_train, y_train)
X_test, y_test = rus.fit_resample(X_test, y_test)  # leak: MLL103; also: MLL105

clf = make_pipeline(StandardScaler(), SVC(probability=True))
clf.fit(X_train, y_train)
print(precision_recall_fscore_support(y_test, clf.predict(X_test)))
print(roc_auc_score(y_test, clf.predict_proba(X_test)[:, 1]))
