import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_absolute_error

df = pd.read_csv('winequality-white.csv', sep=';')
print(df.describe().T)
print(df['quality'].value_counts().sort_index())
print('corr', df.corr()['quality'].sort_values())
df = df.sample(frac=1, random_state=13).reset_index(drop=True)
cols = [c for c in df.columns if c != 'quality']

train = df[:4000].copy()
test = df[4000:].copy()
for col in cols:
    m, s = train[col].mean(), train[col].std()
    train[col] = (train[col] - m) / s
    test[col] = (test[col] - m) / s

lr = LinearRegression()
lr.fit(train[cols], train['quality'])
print('MAE: {:.3f}'.format(mean_absolute_error(test['quality'], lr.predict(test[cols]))))
coefs = pd.Series(lr.coef_, index=cols).sort_values()
print(coefs)
coefs.plot.barh().figure.savefig('wine.png')
test['residual'] = test['quality'] - lr.predict(test[cols])
print(test.groupby('quality')['residual'].mean())
