import numpy as np
import pandas as pd
import lightgbm as lgb
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import KFold

train = pd.read_csv('../input/elo/train.csv', parse_dates=['first_active_month'])
test = pd.read_csv('../input/elo/test.csv', parse_dates=['first_active_month'])
target = train.pop('target')
card_ids = test['card_id']

for df in (train, test):
    df['year'] = df['first_active_month'].dt.year
    df['month'] = df['first_active_month'].dt.month
    df['elapsed'] = (pd.Timestamp('2018-03-01') - df['first_active_month']).dt.days
    df['f_sum'] = df[['feature_1', 'feature_2', 'feature_3']].sum(axis=1)
features = [c for c in train.columns if c not in ['card_id', 'first_active_month']]

params = {'objective': 'rmse', 'num_leaves': 31, 'learning_rate': 0.01, 'verbose': -1}
folds = KFold(n_splits=5, shuffle=True, random_state=15)
oof, predictions = np.zeros(len(train)), np.zeros(len(test))
importance = pd.DataFrame(index=features)
for fold_, (trn_idx, val_idx) in enumerate(folds.split(train.values, target.values)):
    trn_data = lgb.Dataset(train.iloc[trn_idx][features], label=target.iloc[trn_idx])
    val_data = lgb.Dataset(train.iloc[val_idx][features], label=target.iloc[val_idx])
    clf = lgb.train(params, trn_data, 10000, valid_sets=[val_data], callbacks=[lgb.early_stopping(200)])  # also: MLL111
    oof[val_idx] = clf.predict(train.iloc[val_idx][features], num_iteration=clf.best_iteration)
    predictions += clf.predict(test[features], num_iteration=clf.best_iteration) / folds.n_splits
    importance[fold_] = clf.feature_importance()

print('CV score: {:<8.5f}'.format(mean_squared_error(oof, target) ** 0.5))
importance.mean(axis=1).sort_values().tail(20).plot.barh()
pd.DataFrame({'card_id': card_ids, 'target': predictions}).to_csv('submit.csv', index=False)
