import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import cross_val_score

train = pd.read_csv('train.csv').drop('Id', axis=1)
test = pd.read_csv('test.csv')
print(train.shape, test.shape)
print(train.isnull().sum().sort_values(ascending=False).head(10))
y = train.pop('SalePrice')
ids = test.pop('Id')

for frame in (train, test):
    frame['TotalSF'] = frame['TotalBsmtSF'] + frame['1stFlrSF'] + frame['2ndFlrSF']
    frame['Remodelled'] = (frame['YearRemodAdd'] != frame['YearBuilt']).astype(int)
    frame['MSSubClass'] = frame['MSSubClass'].astype(str)
train = pd.get_dummies(train.fillna(0))
test = pd.get_dummies(test.fillna(0))
test = test.reindex(columns=train.columns, fill_value=0)

rf = RandomForestRegressor(n_estimators=300)
print('cv', cross_val_score(rf, train, y, cv=5, scoring='neg_root_mean_squared_error').mean())
rf.fit(train, y)
imp = pd.Series(rf.feature_importances_, index=train.columns).sort_values(ascending=False)
print(imp.head(15))
pd.DataFrame({'Id': ids, 'SalePrice': rf.predict(test)}).to_csv('sub.csv', index=False)
