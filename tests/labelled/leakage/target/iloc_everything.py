import pandas as pd
import statsmodels.formula.api as smf
from sklearn.model_selection import KFold
from sklearn.tree import DecisionTreeRegressor
import numpy as np

salaries = pd.read_csv('salaries.csv')
salaries['gender'] = (salaries['gender'] == 'f').astype(int)
X = salaries.iloc[:, :]  # leak: MLL114
y = salaries['salary']

errors = []
for tr, va in KFold(5, shuffle=True, random_state=1).split(X):
    tree = DecisionTreeRegressor(max_depth=5)
    tree.fit(X.iloc[tr], y.iloc[tr])
    errors.append(np.abs(tree.predict(X.iloc[va]) - y.iloc[va]).mean())
print('MAE', np.mean(errors))

ols = smf.ols('salary ~ gender + years + degree', data=salaries).fit()
print(ols.summary())
