import numpy as np
import pandas as pd
from sklearn.linear_model import Lasso
from sklearn.model_selection import KFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import LabelEncoder, RobustScaler

train = pd.read_csv('../input/train.csv')
test = pd.read_csv('../input/test.csv')
test_ID = test['Id']
train.drop('Id', axis=1, inplace=True)
test.drop('Id', axis=1, inplace=True)

ntrain = train.shape[0]
y_train = np.log1p(train['SalePrice'].values)
all_data = pd.concat((train, test)).reset_index(drop=True)
all_data.drop(['SalePrice'], axis=1, inplace=True)

for col in ('PoolQC', 'Alley', 'Fence', 'FireplaceQu'):
    all_data[col] = all_data[col].fillna('None')
for col in ('GarageYrBlt', 'GarageArea', 'TotalBsmtSF', 'LotFrontage'):
    all_data[col] = all_data[col].fillna(0)
all_data['MSZoning'] = all_data['MSZoning'].fillna('RL')

for c in ('FireplaceQu', 'PoolQC', 'Fence'):
    lbl = LabelEncoder()
    lbl.fit(list(all_data[c].values))
    all_data[c] = lbl.transform(list(all_data[c].values))

all_data['TotalSF'] = all_data['TotalBsmtSF'] + all_data['1stFlrSF'] + all_data['2ndFlrSF']
all_data['GrLivArea'] = np.log1p(all_data['GrLivArea'])
all_data = pd.get_dummies(all_data).fillna(0)
train = all_data[:ntrain]
test = all_data[ntrain:]

lasso = make_pipeline(RobustScaler(), Lasso(alpha=0.0005, random_state=1))
kf = KFold(5, shuffle=True, random_state=42)
score = np.sqrt(-cross_val_score(lasso, train.values, y_train, scoring="neg_mean_squared_error", cv=kf))
print("Lasso cv score: {:.4f} ({:.4f})".format(score.mean(), score.std()))

lasso.fit(train.values, y_train)
sub = pd.DataFrame({'Id': test_ID, 'SalePrice': np.expm1(lasso.predict(test.values))})
sub.to_csv('submission.csv', index=False)
