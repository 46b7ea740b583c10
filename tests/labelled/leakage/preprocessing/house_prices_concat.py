import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
from sklearn.preprocessing import RobustScaler, LabelEncoder
from sklearn.linear_model import Lasso
from sklearn.model_selection import train_test_split
from sklearn.metrics import mean_squared_error

train = pd.read_csv('../input/train.csv')
test = pd.read_csv('../input/test.csv')
print(train.shape, test.shape)

test_ids = test['Id']
train.drop('Id', axis=1, inplace=True)
test.drop('Id', axis=1, inplace=True)

sns.histplot(train['SalePrice'])
plt.show()

# delete the two big outliers everybody deletes
train = train.drop(train[(train['GrLivArea'] > 4000) & (train['SalePrice'] < 300000)].index)
ntrain = train.shape[0]
y = np.log1p(train.SalePrice.values)

all_data = pd.concat((train, test)).reset_index(drop=True)
all_data.drop(['SalePrice'], axis=1, inplace=True)

all_data['PoolQC'] = all_data['PoolQC'].fillna('None')
all_data['GarageCars'] = all_data['GarageCars'].fillna(0)
all_data['LotFrontage'] = all_data['LotFrontage'].fillna(all_data['LotFrontage'].median())  # leak: MLL102
all_data['MSZoning'] = all_data['MSZoning'].fillna(all_data['MSZoning'].mode()[0])  # leak: MLL102

cat_cols = ('PoolQC', 'MSZoning', 'ExterQual', 'KitchenQual')
for c in cat_cols:
    lbl = LabelEncoder()
    lbl.fit(list(all_data[c].values))
    all_data[c] = lbl.transform(list(all_data[c].values))

num_cols = ['LotFrontage', 'LotArea', 'GrLivArea', 'TotalBsmtSF']
for c in num_cols:
    all_data[c] = np.log1p(all_data[c])
rs = RobustScaler()
all_data[num_cols] = rs.fit_transform(all_data[num_cols])  # leak: MLL101

all_data = pd.get_dummies(all_data)
X = all_data[:ntrain]
X_sub = all_data[ntrain:]

X_tr, X_val, y_tr, y_val = train_test_split(X, y, test_size=0.2, random_state=0)
model = Lasso(alpha=0.0005, max_iter=5000)
model.fit(X_tr, y_tr)
print('RMSE', np.sqrt(mean_squared_error(y_val, model.predict(X_val))))

sub = pd.DataFrame({'Id': test_ids, 'SalePrice': np.expm1(model.predict(X_sub))})
sub.to_csv('submission.csv', index=False)
