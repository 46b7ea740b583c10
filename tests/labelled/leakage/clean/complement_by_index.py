import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error

diamonds = pd.read_csv('diamonds.csv', index_col=0)
diamonds = diamonds[(diamonds[['x', 'y', 'z']] > 0).all(axis=1)]
diamonds['volume'] = diamonds['x'] * diamonds['y'] * diamonds['z']
print(diamonds.groupby('cut')['price'].median())
diamonds['cut'] = diamonds['cut'].map({'Fair': 0, 'Good': 1, 'Very Good': 2, 'Premium': 3, 'Ideal': 4})
diamonds = pd.get_dummies(diamonds, columns=['color', 'clarity'])

rng = np.random.default_rng(1)
test_index = rng.choice(diamonds.index, size=len(diamonds) // 5, replace=False)
train_index = np.setdiff1d(diamonds.index, test_index)
train, test = diamonds.loc[train_index], diamonds.loc[test_index]
assert train.index.intersection(test.index).empty
print(len(train), len(test))

feats = [c for c in diamonds.columns if c != 'price']
rf = RandomForestRegressor(n_estimators=100, n_jobs=-1)
rf.fit(train[feats], train['price'])
print('MAE', mean_absolute_error(test['price'], rf.predict(test[feats])))
importance = pd.Series(rf.feature_importances_, index=feats)
print(importance.nlargest(8))
