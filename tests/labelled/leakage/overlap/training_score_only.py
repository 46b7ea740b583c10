import pandas as pd
import matplotlib.pyplot as plt
from sklearn.linear_model import LinearRegression

advertising = pd.read_csv('Advertising.csv', index_col=0)
print(advertising.head())
print(advertising.describe())
fig, axs = plt.subplots(1, 3, sharey=True)
for ax, channel in zip(axs, ['TV', 'radio', 'newspaper']):
    advertising.plot(kind='scatter', x=channel, y='sales', ax=ax)
plt.savefig('channels.png')
print(advertising.corr())

X = advertising[['TV', 'radio', 'newspaper']]
y = advertising['sales']
lm = LinearRegression()
lm.fit(X, y)
print('coefficients:', dict(zip(X.columns, lm.coef_)))
print('The model explains {:.1%} of the variance'.format(lm.score(X, y)))  # leak: MLL110
print('one more TV spot:', lm.predict(pd.DataFrame({'TV': [101], 'radio': [20], 'newspaper': [10]})))
