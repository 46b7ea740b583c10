# %%
import matplotlib.pyplot as plt
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor, RandomForestRegressor
from sklearn.linear_model import Lasso
from sklearn.model_selection import cross_val_score, train_test_split

# %%
medical = pd.read_csv("insurance.csv")
medical = pd.get_dummies(medical, columns=["sex", "smoker", "region"], drop_first=True)
X, y = medical.drop(columns="charges"), medical["charges"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)

# %%
candidates = [Lasso(alpha=10), RandomForestRegressor(n_estimators=300), GradientBoostingRegressor()]
results = {}
for model in candidates:
    results[type(model).__name__] = cross_val_score(model, X_train, y_train, cv=10, scoring="r2")
pd.DataFrame(results).plot.box()
plt.show()

# %%
chosen = GradientBoostingRegressor().fit(X_train, y_train)
print("test R2", chosen.score(X_test, y_test))
