import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_absolute_error

df = pd.read_csv('winequality-white.csv', sep=';')
print(df.describe().T)
print(df['quality'].value_counts().sort_index())
print('corr', df.corr()['quality'].sort_values())
df = df.sample(frac=1, random_state=13).reset_index(drop=True)

cols = [c for c in df.columns if c != 'quality']
for col in cols:
    df[col] = (df[col] - df[col].mean()) / df[col].std()  # leak: MLL102

train = df[:4000]
test = df[4000:]

lr = LinearRegression()
lr.fit(train[cols], train['quality'])
err = mean_absolute_error(test['quality'], lr.predict(test[cols]))
print('MAE: {:.3f}'.format(err))
print(pd.Series(lr.coef_, index=cols).sort_values())
residual = test['quality'] - lr.predict(test[cols])
print(residual.groupby(test['quality']).mean())
