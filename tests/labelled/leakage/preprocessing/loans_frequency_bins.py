import pandas as pd
import numpy as np
from sklearn.ensemble import RandomForestClassifier as RF
from sklearn.model_selection import train_test_split as tts
from sklearn.metrics import roc_auc_score

df = pd.read_csv('lending.csv', low_memory=False)
df1 = df[['loan_amnt', 'annual_inc', 'dti', 'emp_title', 'purpose', 'addr_state', 'loan_status']].dropna()
df1 = df1[df1.loan_status.isin(['Fully Paid', 'Charged Off'])]

# how common is the job title?
df1['emp_title_freq'] = df1['emp_title'].map(df1['emp_title'].value_counts(normalize=True))  # leak: MLL102
df1['inc_bin'] = pd.qcut(df1['annual_inc'], 10, labels=False)  # leak: MLL101
df1['amount_bin'] = pd.cut(df1['loan_amnt'], bins=[0, 5000, 10000, 20000, 50000], labels=False)

df2 = df1.drop('emp_title', axis=1)
df2['y'] = (df2['loan_status'] == 'Charged Off').astype(int)
df2 = df2.drop('loan_status', axis=1)
df3 = pd.get_dummies(df2, columns=['purpose', 'addr_state'], drop_first=True)

X = df3.drop('y', axis=1)
y = df3['y']
X_train, X_test, y_train, y_test = tts(X, y, test_size=0.3, random_state=2021, stratify=y)
rf = RF(n_estimators=300, class_weight='balanced', n_jobs=-1)
rf.fit(X_train, y_train)
print('auc', roc_auc_score(y_test, rf.predict_proba(X_test)[:, 1]))
