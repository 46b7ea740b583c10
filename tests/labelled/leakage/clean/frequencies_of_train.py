import pandas as pd
import numpy as np
from sklearn.ensemble import RandomForestClassifier as RF
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split as tts

df = pd.read_csv('lending.csv', low_memory=False)
print(df['loan_status'].value_counts())
print(df.groupby('purpose')['annual_inc'].median())
df = df[['loan_amnt', 'annual_inc', 'dti', 'emp_title', 'purpose', 'loan_status']].dropna()
df = df[df.loan_status.isin(['Fully Paid', 'Charged Off'])]
df['y'] = (df['loan_status'] == 'Charged Off').astype(int)
df = pd.get_dummies(df.drop('loan_status', axis=1), columns=['purpose'])

tr, te = tts(df, test_size=0.3, random_state=2021, stratify=df['y'])
freq = tr['emp_title'].value_counts(normalize=True)
_, edges = pd.qcut(tr['annual_inc'], 10, retbins=True)
edges[0], edges[-1] = -np.inf, np.inf
for part in (tr, te):
    part['emp_title_freq'] = part['emp_title'].map(freq).fillna(0)
    part['inc_bin'] = pd.cut(part['annual_inc'], bins=edges, labels=False)
    part.drop('emp_title', axis=1, inplace=True)

rf = RF(n_estimators=300, class_weight='balanced', n_jobs=-1)
rf.fit(tr.drop('y', axis=1), tr['y'])
print('auc', roc_auc_score(te['y'], rf.predict_proba(te.drop('y', axis=1))[:, 1]))
imp = pd.Series(rf.feature_importances_, index=tr.drop('y', axis=1).columns)
print(imp.nlargest(10))
