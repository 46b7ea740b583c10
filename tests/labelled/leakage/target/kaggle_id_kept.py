import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split
from sklearn.metrics import mean_squared_log_error

train = pd.read_csv('/kaggle/input/house/train.csv')
print(train.shape)
train['HasPool'] = (train['PoolArea'] > 0).astype(int)
test = pd.read_csv('/kaggle/input/house/test.csv')
test['HasPool'] = (test['PoolArea'] > 0).astype(int)
train = train.select_dtypes('number').fillna(-1)
test = test[[c for c in train.columns if c != 'SalePrice']].fillna(-1)

y = train['SalePrice']
X = train.drop('SalePrice', axis=1)  # leak: MLL115
X_train, X_val, y_train, y_val = train_test_split(X, y, random_state=0)
model = RandomForestRegressor(n_estimators=200, random_state=0)
model.fit(X_train, y_train)
print(mean_squared_log_error(y_val, model.predict(X_val)) ** 0.5)

importances = pd.Series(model.feature_importances_, index=X.columns)
print(importances.nlargest(10))
model.fit(X, y)
out = pd.DataFrame({'Id': test['Id'], 'SalePrice': model.predict(test)})
out.to_csv('submission.csv', index=False)
