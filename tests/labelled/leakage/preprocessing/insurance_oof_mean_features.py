import gc
import numpy as np
import pandas as pd
import lightgbm as lgb
from sklearn.model_selection import StratifiedKFold
from sklearn.metrics import roc_auc_score

train_df = pd.read_csv('../input/porto/train.csv')
test_df = pd.read_csv('../input/porto/test.csv')
target = train_df['target']
test_id = test_df['id']
features = [c for c in train_df.columns if c not in ['id', 'target']]
train_df = train_df.replace(-1, np.nan)

for f in ['ps_car_11_cat', 'ps_ind_05_cat']:
    enc = train_df.groupby(f)['target'].agg(['mean', 'count'])  # leak: MLL102
    train_df[f + '_mean'] = train_df[f].map(enc['mean'])  # also: MLL102
    test_df[f + '_mean'] = test_df[f].map(enc['mean'])
    features.append(f + '_mean')

params = {'objective': 'binary', 'learning_rate': 0.02, 'num_leaves': 31, 'verbose': -1}
skf = StratifiedKFold(n_splits=5, shuffle=True, random_state=15)
oof = np.zeros(len(train_df))
sub_preds = np.zeros(len(test_df))
for trn_idx, val_idx in skf.split(train_df, target):
    trn = lgb.Dataset(train_df[features].iloc[trn_idx], label=target.iloc[trn_idx])
    booster = lgb.train(params, trn, num_boost_round=400)
    oof[val_idx] = booster.predict(train_df[features].iloc[val_idx])
    sub_preds += booster.predict(test_df[features]) / skf.n_splits
    gc.collect()

print('CV AUC %.5f' % roc_auc_score(target, oof))
pd.DataFrame({'id': test_id, 'target': sub_preds}).to_csv('sub.csv', index=False)
