import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import (
    accuracy_score, average_precision_score, confusion_matrix, f1_score, matthews_corrcoef, roc_auc_score,
)
from sklearn.model_selection import train_test_split

bankrupt = pd.read_csv("bankruptcy.csv")
bankrupt.columns = bankrupt.columns.str.strip()
print(bankrupt["Bankrupt?"].value_counts())
bankrupt = bankrupt.loc[:, bankrupt.nunique() > 1]
X, y = bankrupt.drop("Bankrupt?", axis=1), bankrupt["Bankrupt?"]
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, test_size=0.2)
rf = RandomForestClassifier(class_weight="balanced", n_estimators=400).fit(X_train, y_train)
y_pred = rf.predict(X_test)
y_score = rf.predict_proba(X_test)[:, 1]

for metric in (accuracy_score, f1_score, matthews_corrcoef):
    print(metric.__name__, metric(y_test, y_pred))
for metric in (roc_auc_score, average_precision_score):
    print(metric.__name__, metric(y_test, y_score))
print(confusion_matrix(y_test, y_pred))
order = pd.Series(rf.feature_importances_, index=X.columns).sort_values(ascending=False)
print(order.head(15))
