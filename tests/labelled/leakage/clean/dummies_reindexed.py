import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import cross_val_score

train = pd.read_csv('train.csv').drop('Id', axis=1)
test = pd.read_csv('test.csv')
y = train.pop('SalePrice')
ids = test.pop('Id')

train = pd.get_dummies(train.fillna(0))
test = pd.get_dummies(test.fillna(0))
test = test.reindex(columns=train.columns, fill_value=0)

rf = RandomForestRegressor(n_estimators=300)
print('cv', cross_val_score(rf, train, y, cv=5, scoring='neg_root_mean_squared_error').mean())
rf.fit(train, y)
pd.DataFrame({'Id': ids, 'SalePrice': rf.predict(test)}).to_csv('sub.csv', index=False)
