import pandas as pd
from sklearn.linear_model import LinearRegression

advertising = pd.read_csv('Advertising.csv', index_col=0)
print(advertising.corr())

X = advertising[['TV', 'radio', 'newspaper']]
y = advertising['sales']
lm = LinearRegression()
lm.fit(X, y)
print('coefficients:', dict(zip(X.columns, lm.coef_)))
print('The model explains {:.1%} of the variance'.format(lm.score(X, y)))  # leak: MLL110
