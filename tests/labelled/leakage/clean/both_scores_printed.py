# Simple linear regression, chapter 3
import matplotlib.pyplot as plt
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_squared_error, r2_score
from sklearn.model_selection import train_test_split

advertising = pd.read_csv('Advertising.csv', index_col=0)
print(advertising.head())
print(advertising.describe())
fig, axs = plt.subplots(1, 3, sharey=True)
for ax, channel in zip(axs, ['TV', 'radio', 'newspaper']):
    advertising.plot(kind='scatter', x=channel, y='sales', ax=ax)
plt.savefig('channels.png')
X = advertising[['TV', 'radio', 'newspaper']]
y = advertising['sales']
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=1)
lm = LinearRegression()
lm.fit(X_train, y_train)

train_pred = lm.predict(X_train)
test_pred = lm.predict(X_test)
print('Train R2 :', r2_score(y_train, train_pred))
print('Test R2  :', r2_score(y_test, test_pred))
print('Train MSE:', mean_squared_error(y_train, train_pred))
print('Test MSE :', mean_squared_error(y_test, test_pred))

plt.figure()
plt.scatter(y_test, test_pred)
plt.plot([0, 30], [0, 30], 'k--')
plt.savefig('fit.png')
