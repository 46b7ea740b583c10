import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import precision_score, recall_score, confusion_matrix
from sklearn.model_selection import train_test_split

bankrupt = pd.read_csv("bankruptcy.csv")
bankrupt.columns = bankrupt.columns.str.strip()
print(bankrupt["Bankrupt?"].value_counts())
bankrupt = bankrupt.loc[:, bankrupt.nunique() > 1]
X = bankrupt.drop("Bankrupt?", axis=1)
y = bankrupt["Bankrupt?"]
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, test_size=0.2)
rf = RandomForestClassifier(class_weight="balanced")
rf.fit(X_train, y_train)
y_pred = rf.predict(X_test)

print("precision", precision_score(y_pred, y_test))  # leak: MLL122
print("recall", recall_score(y_pred, y_test))  # leak: MLL122
print(confusion_matrix(y_test, y_pred))
order = pd.Series(rf.feature_importances_, index=X.columns).sort_values(ascending=False)
print(order.head(15))
