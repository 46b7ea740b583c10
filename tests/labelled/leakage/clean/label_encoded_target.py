import numpy as np
import pandas as pd
import xgboost as xgb
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder

beans = pd.read_excel("Dry_Bean_Dataset.xlsx")
encoder = LabelEncoder()
y = encoder.fit_transform(beans["Class"])
X = beans.drop(columns=["Class"])
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, stratify=y, random_state=0)

clf = xgb.XGBClassifier(n_estimators=200)
clf.fit(X_train, y_train)
predicted = encoder.inverse_transform(clf.predict(X_test))
print(classification_report(encoder.inverse_transform(y_test), predicted))
print(np.bincount(y))
