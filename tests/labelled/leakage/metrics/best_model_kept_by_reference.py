import joblib
import pandas as pd
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("magic04.csv")
y = (df.pop("class") == "g").astype(int)
X_dev, X_test, y_dev, y_test = train_test_split(df, y, test_size=0.2, stratify=y, random_state=0)
X_train, X_val, y_train, y_val = train_test_split(X_dev, y_dev, test_size=0.2, stratify=y_dev, random_state=0)
scaler = StandardScaler().fit(X_train)
X_train, X_val, X_test = map(scaler.transform, (X_train, X_val, X_test))

clf = SGDClassifier(loss="log_loss", random_state=0)
best, best_auc = None, 0.0
for alpha in [1e-6, 1e-5, 1e-4, 1e-3, 1e-2]:
    clf.set_params(alpha=alpha)
    clf.fit(X_train, y_train)  # also: MLL124
    auc = roc_auc_score(y_val, clf.decision_function(X_val))
    if auc > best_auc:
        best, best_auc = clf, auc  # leak: MLL124

print("validation AUC", best_auc)
print("test AUC", roc_auc_score(y_test, best.decision_function(X_test)))
joblib.dump(best, "magic.joblib")
