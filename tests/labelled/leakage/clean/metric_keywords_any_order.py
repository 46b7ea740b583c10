import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import mean_absolute_error, precision_score, recall_score, roc_auc_score
from sklearn.model_selection import train_test_split

bankrupt = pd.read_csv("bankruptcy.csv")
X, y = bankrupt.drop("Bankrupt?", axis=1), bankrupt["Bankrupt?"]
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, test_size=0.2, random_state=0)
rf = RandomForestClassifier(class_weight="balanced").fit(X_train, y_train)
y_pred = rf.predict(X_test)
p = rf.predict_proba(X_test)[:, 1]

print("precision", precision_score(y_pred=y_pred, y_true=y_test))
print("recall", recall_score(y_pred=y_pred, y_true=y_test))
print("AUC", roc_auc_score(y_score=p, y_true=y_test))
print("mean gap", mean_absolute_error(p, y_test))
