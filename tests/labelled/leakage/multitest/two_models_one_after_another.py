# %%
import pandas as pd
from sklearn.linear_model import Lasso
from sklearn.model_selection import train_test_split
from sklearn.metrics import r2_score
from sklearn.ensemble import RandomForestRegressor

# %%
medical = pd.read_csv("insurance.csv")
medical = pd.get_dummies(medical, columns=["sex", "smoker", "region"], drop_first=True)
X, y = medical.drop(columns="charges"), medical["charges"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)

# %%
lasso = Lasso(alpha=10).fit(X_train, y_train)
print("lasso", r2_score(y_test, lasso.predict(X_test)))  # also: MLL112

# %%
forest = RandomForestRegressor(n_estimators=300, random_state=0)
forest.fit(X_train, y_train)
print("forest", r2_score(y_test, forest.predict(X_test)))  # leak: MLL112

# %%
pd.Series(forest.feature_importances_, X.columns).sort_values().plot.barh()
