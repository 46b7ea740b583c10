import pandas as pd
import matplotlib.pyplot as plt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score, roc_curve
from sklearn.model_selection import train_test_split

heart = pd.read_csv('framingham.csv').dropna()
print(heart['TenYearCHD'].value_counts(normalize=True))
heart['pulse_pressure'] = heart['sysBP'] - heart['diaBP']
heart.hist(figsize=(14, 10))
plt.savefig('columns.png')
plt.close()
X = heart.drop('TenYearCHD', axis=1)
y = heart['TenYearCHD']
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=5, stratify=y)

logreg = LogisticRegression(max_iter=2000)
logreg.fit(X_train, y_train)
y_pred = logreg.predict(X_test)

auc = roc_auc_score(y_test, y_pred)  # leak: MLL123
fpr, tpr, _ = roc_curve(y_test, y_pred)  # leak: MLL123
plt.plot(fpr, tpr, label='logistic regression (AUC = %.2f)' % auc)
plt.plot([0, 1], [0, 1], 'k--')
plt.legend()
plt.show()
odds = pd.Series(logreg.coef_[0], index=X.columns).sort_values()
print(odds)
