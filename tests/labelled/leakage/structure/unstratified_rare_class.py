import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split

thyroid = pd.read_csv("thyroid.csv")
thyroid = thyroid.drop_duplicates()
print(thyroid["sick"].value_counts(normalize=True))
print(thyroid.describe().T[["mean", "min", "max"]])
X = thyroid.drop(columns="sick")
y = thyroid["sick"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)  # leak: MLL120
rf = RandomForestClassifier(class_weight="balanced").fit(X_train, y_train)
print(average_precision_score(y_test, rf.predict_proba(X_test)[:, 1]))
importance = pd.Series(rf.feature_importances_, index=X.columns).sort_values(ascending=False)
print(importance.head(10))
importance.to_csv("thyroid_importance.csv")
