import numpy as np
import pandas as pd
import xgboost as xgb
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder

beans = pd.read_excel("Dry_Bean_Dataset.xlsx")
beans = beans.drop_duplicates()
print(beans["Class"].value_counts())
beans["elongation"] = beans["MajorAxisLength"] / beans["MinorAxisLength"]
beans["fill"] = beans["Area"] / beans["ConvexArea"]
encoder = LabelEncoder()
y = encoder.fit_transform(beans["Class"])
X = beans.drop(columns=["Class"])
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, stratify=y, random_state=0)

clf = xgb.XGBClassifier(n_estimators=200)
clf.fit(X_train, y_train)
predicted = encoder.inverse_transform(clf.predict(X_test))
print(classification_report(encoder.inverse_transform(y_test), predicted))
print(np.bincount(y))
importance = pd.Series(clf.feature_importances_, index=X.columns)
importance.sort_values().to_csv("bean_importance.csv")
with open("bean_classes.txt", "w") as handle:
    handle.write("\n".join(encoder.classes_))
