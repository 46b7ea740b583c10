import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_squared_log_error
from sklearn.model_selection import train_test_split

train = pd.read_csv('/kaggle/input/house/train.csv', index_col='Id')
print(train.shape)
train['Age'] = train['YrSold'] - train['YearBuilt']
train['HasPool'] = (train['PoolArea'] > 0).astype(int)
test = pd.read_csv('/kaggle/input/house/test.csv').set_index('Id')
test['Age'] = test['YrSold'] - test['YearBuilt']
test['HasPool'] = (test['PoolArea'] > 0).astype(int)
train = train.select_dtypes('number').fillna(-1)
y = train['SalePrice']
X = train.drop('SalePrice', axis=1)
test = test[X.columns].fillna(-1)

X_train, X_val, y_train, y_val = train_test_split(X, y, random_state=0)
model = RandomForestRegressor(n_estimators=200, random_state=0)
model.fit(X_train, y_train)
print(mean_squared_log_error(y_val, model.predict(X_val)) ** 0.5)

importances = pd.Series(model.feature_importances_, index=X.columns)
print(importances.nlargest(10))
model.fit(X, y)
pd.DataFrame({'SalePrice': model.predict(test)}, index=test.index).to_csv('submission.csv')
