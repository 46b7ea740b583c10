import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import cross_val_score

train = pd.read_csv('train.csv')
test = pd.read_csv('test.csv')
y = train.pop('SalePrice')
train = train.drop('Id', axis=1)
ids = test.pop('Id')

for frame in (train, test):
    frame['TotalSF'] = frame['TotalBsmtSF'] + frame['1stFlrSF'] + frame['2ndFlrSF']
    frame['Remodelled'] = (frame['YearRemodAdd'] != frame['YearBuilt']).astype(int)
print(train.isnull().sum().sort_values(ascending=False).head(10))
train = train.fillna(0)
test = test.fillna(0)
train = pd.get_dummies(train)
test = pd.get_dummies(test)  # leak: MLL107
test = test.iloc[:, :train.shape[1]]

rf = RandomForestRegressor(n_estimators=300)
print('cv', cross_val_score(rf, train, y, cv=5, scoring='neg_root_mean_squared_error').mean())
rf.fit(train, y)
imp = pd.Series(rf.feature_importances_, index=train.columns).sort_values(ascending=False)
print(imp.head(15))
pd.DataFrame({'Id': ids, 'SalePrice': rf.predict(test.values)}).to_csv('sub.csv', index=False)
