import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import r2_score, mean_absolute_error

diamonds = pd.read_csv('diamonds.csv', index_col=0)
diamonds = diamonds[(diamonds[['x', 'y', 'z']] > 0).all(axis=1)]
diamonds['volume'] = diamonds['x'] * diamonds['y'] * diamonds['z']
print(diamonds.groupby('cut')['price'].median())
diamonds['cut'] = diamonds['cut'].map({'Fair': 0, 'Good': 1, 'Very Good': 2, 'Premium': 3, 'Ideal': 4})
diamonds = pd.get_dummies(diamonds, columns=['color', 'clarity'])

train = diamonds.sample(frac=0.8, random_state=1)
test = diamonds.sample(frac=0.2, random_state=2)  # leak: MLL109

feats = [c for c in diamonds.columns if c != 'price']
rf = RandomForestRegressor(n_estimators=100, n_jobs=-1)
rf.fit(train[feats], train['price'])  # also: MLL109
pred = rf.predict(test[feats])
print('R2 ', r2_score(test['price'], pred))
print('MAE', mean_absolute_error(test['price'], pred))
importance = pd.Series(rf.feature_importances_, index=feats)
print(importance.nlargest(8))
