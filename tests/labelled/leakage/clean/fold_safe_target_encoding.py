import numpy as np
import pandas as pd
import lightgbm as lgb
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold

train_df = pd.read_csv('../input/porto/train.csv').replace(-1, np.nan)
test_df = pd.read_csv('../input/porto/test.csv').replace(-1, np.nan)
target = train_df['target']
test_id = test_df['id']
base = [c for c in train_df.columns if c not in ['id', 'target']]
CATS = ['ps_car_11_cat', 'ps_ind_05_cat']


def encode(trn_series, trn_target, *others, smoothing=100):
    prior = trn_target.mean()
    stats = trn_target.groupby(trn_series).agg(['mean', 'count'])
    smooth = (stats['mean'] * stats['count'] + prior * smoothing) / (stats['count'] + smoothing)
    return [s.map(smooth).fillna(prior) for s in (trn_series, *others)]


params = {'objective': 'binary', 'learning_rate': 0.02, 'num_leaves': 31, 'verbose': -1}
skf = StratifiedKFold(n_splits=5, shuffle=True, random_state=15)
oof = np.zeros(len(train_df))
sub_preds = np.zeros(len(test_df))
for fold, (trn_idx, val_idx) in enumerate(skf.split(train_df, target)):
    trn_x, val_x, tst_x = train_df[base].iloc[trn_idx].copy(), train_df[base].iloc[val_idx].copy(), test_df[base].copy()
    for f in CATS:
        enc = encode(trn_x[f], target.iloc[trn_idx], val_x[f], tst_x[f])
        trn_x[f + '_te'], val_x[f + '_te'], tst_x[f + '_te'] = enc
    booster = lgb.train(params, lgb.Dataset(trn_x, label=target.iloc[trn_idx]), num_boost_round=400)
    oof[val_idx] = booster.predict(val_x)
    sub_preds += booster.predict(tst_x) / skf.n_splits
    print(fold, roc_auc_score(target.iloc[val_idx], oof[val_idx]))

print('CV AUC %.5f' % roc_auc_score(target, oof))
pd.DataFrame({'id': test_id, 'target': sub_preds}).to_csv('sub.csv', index=False)
