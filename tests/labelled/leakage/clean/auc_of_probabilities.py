import matplotlib.pyplot as plt
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score, roc_curve
from sklearn.model_selection import train_test_split

heart = pd.read_csv('framingham.csv').dropna()
print(heart['TenYearCHD'].value_counts(normalize=True))
heart['pulse_pressure'] = heart['sysBP'] - heart['diaBP']
heart['smoker_heavy'] = (heart['cigsPerDay'] > 20).astype(int)
heart.hist(figsize=(14, 10))
plt.savefig('columns.png')
plt.close()
X, y = heart.drop('TenYearCHD', axis=1), heart['TenYearCHD']
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=5, stratify=y)
logreg = LogisticRegression(max_iter=2000).fit(X_train, y_train)

y_pred = logreg.predict_proba(X_test)[:, 1]
auc = roc_auc_score(y_test, y_pred)
fpr, tpr, _ = roc_curve(y_test, y_pred)
plt.plot(fpr, tpr, label='logistic regression (AUC = %.2f)' % auc)
plt.legend()
plt.show()
odds = pd.Series(logreg.coef_[0], index=X.columns).sort_values()
odds.plot.barh()
plt.tight_layout()
plt.savefig('coefficients.png')
