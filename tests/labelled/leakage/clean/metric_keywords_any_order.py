import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import mean_absolute_error, precision_score, recall_score, roc_auc_score
from sklearn.model_selection import train_test_split

bankrupt = pd.read_csv("bankruptcy.csv")
bankrupt.columns = bankrupt.columns.str.strip()
bankrupt = bankrupt.loc[:, bankrupt.nunique() > 1]
ratios = [c for c in bankrupt.columns if "ratio" in c.lower()]
print(len(ratios), "ratios")
X, y = bankrupt.drop("Bankrupt?", axis=1), bankrupt["Bankrupt?"]
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, test_size=0.2, random_state=0)
rf = RandomForestClassifier(class_weight="balanced").fit(X_train, y_train)
y_pred = rf.predict(X_test)
p = rf.predict_proba(X_test)[:, 1]

print("precision", precision_score(y_pred=y_pred, y_true=y_test))
print("recall", recall_score(y_pred=y_pred, y_true=y_test))
print("AUC", roc_auc_score(y_score=p, y_true=y_test))
print("mean gap", mean_absolute_error(p, y_test))
table = pd.DataFrame({"truth": y_test, "predicted": y_pred, "p": p.round(3)})
print(table.sort_values("p", ascending=False).head(20))
table.to_csv("predictions.csv", index=False)
