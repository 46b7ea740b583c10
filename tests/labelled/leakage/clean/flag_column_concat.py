import numpy as np
import pandas as pd
import xgboost as xgb
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder, MinMaxScaler

df_train = pd.read_csv('../input/allstate-claims-severity/train.csv')
df_test = pd.read_csv('../input/allstate-claims-severity/test.csv')
print('train', df_train.shape, 'test', df_test.shape)

df_train['is_train'] = 1
df_test['is_train'] = 0
df_test['loss'] = np.nan
everything = pd.concat([df_train, df_test], axis=0, ignore_index=True)
ids = everything.pop('id')

cats = [c for c in everything.columns if c.startswith('cat')]
conts = [c for c in everything.columns if c.startswith('cont')]
for c in cats:
    le = LabelEncoder()
    everything[c] = le.fit_transform(everything[c].astype(str))
for a, b in [('cont1', 'cont9'), ('cont6', 'cont10'), ('cont11', 'cont12')]:
    everything[a + '_' + b] = everything[a] * everything[b]
    conts.append(a + '_' + b)

train = everything[everything.is_train == 1].drop('is_train', axis=1)
test = everything[everything.is_train == 0].drop(['is_train', 'loss'], axis=1)
y = np.log(train['loss'] + 200)
X = train.drop('loss', axis=1)

x_tr, x_va, y_tr, y_va = train_test_split(X, y, test_size=0.1, random_state=31)
x_tr, x_va = x_tr.copy(), x_va.copy()
for c in conts:
    mm = MinMaxScaler()
    x_tr[[c]] = mm.fit_transform(x_tr[[c]])
    x_va[[c]] = mm.transform(x_va[[c]])
    test[[c]] = mm.transform(test[[c]])

params = {'eta': 0.05, 'max_depth': 7, 'subsample': 0.8, 'colsample_bytree': 0.5, 'objective': 'reg:squarederror'}
bst = xgb.train(params, xgb.DMatrix(x_tr, label=y_tr), num_boost_round=700)
va = np.exp(bst.predict(xgb.DMatrix(x_va))) - 200
print('MAE', mean_absolute_error(np.exp(y_va) - 200, va))

sub = pd.DataFrame({'id': ids[everything.is_train == 0], 'loss': np.exp(bst.predict(xgb.DMatrix(test))) - 200})
sub.to_csv('submission.csv', index=False)
