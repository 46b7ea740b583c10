import matplotlib.pyplot as plt
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score, roc_curve
from sklearn.model_selection import train_test_split

heart = pd.read_csv('framingham.csv').dropna()
X, y = heart.drop('TenYearCHD', axis=1), heart['TenYearCHD']
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=5, stratify=y)
logreg = LogisticRegression(max_iter=2000).fit(X_train, y_train)

y_pred = logreg.predict_proba(X_test)[:, 1]
auc = roc_auc_score(y_test, y_pred)
fpr, tpr, _ = roc_curve(y_test, y_pred)
plt.plot(fpr, tpr, label='logistic regression (AUC = %.2f)' % auc)
plt.legend()
plt.show()
