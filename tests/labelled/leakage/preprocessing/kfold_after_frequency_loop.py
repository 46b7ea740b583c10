import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import RepeatedStratifiedKFold
from sklearn.preprocessing import StandardScaler

tr = pd.read_csv('../input/cat-in-the-dat/train.csv')
te = pd.read_csv('../input/cat-in-the-dat/test.csv')
y = tr['target'].values
tr.drop(['id', 'target'], axis=1, inplace=True)
sub_id = te.pop('id')

full = pd.concat([tr, te], ignore_index=True)
for col in full.columns:
    if full[col].nunique() > 50:
        counts = full[col].value_counts()  # leak: MLL102
        full[col + '_count'] = np.log1p(full[col].map(counts))  # also: MLL102
        full.drop(col, axis=1, inplace=True)
full = pd.get_dummies(full, columns=full.select_dtypes('object').columns, dtype='int8')
full = full.fillna(0)

train_x = full.iloc[:len(y)].values
test_x = full.iloc[len(y):].values

rskf = RepeatedStratifiedKFold(n_splits=5, n_repeats=2, random_state=2020)
preds = np.zeros(len(test_x))
aucs = []
for i, (a, b) in enumerate(rskf.split(train_x, y)):
    sc = StandardScaler()
    xa, xb = sc.fit_transform(train_x[a]), sc.transform(train_x[b])
    lr = LogisticRegression(C=0.12, max_iter=400)
    lr.fit(xa, y[a])
    aucs.append(roc_auc_score(y[b], lr.predict_proba(xb)[:, 1]))
    preds += lr.predict_proba(sc.transform(test_x))[:, 1] / 10
    print(i, aucs[-1])
print('mean auc', np.mean(aucs))
pd.DataFrame({'id': sub_id, 'target': preds}).to_csv('submission.csv', index=False)
