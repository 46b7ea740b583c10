# %%
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.linear_model import HuberRegressor, LinearRegression
from sklearn.metrics import mean_absolute_error
from sklearn.svm import SVR
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

# %%
solar = pd.read_csv("solar_plant.csv", parse_dates=["time"]).sort_values("time")
solar = solar[solar["irradiance"] > 0]
solar["hour"] = solar["time"].dt.hour
solar["month"] = solar["time"].dt.month
solar.plot(x="time", y="power_kw", figsize=(14, 3))

# %%
columns = ["irradiance", "module_temp", "ambient_temp", "hour", "month"]
train = solar[solar["time"] < "2021-07-01"]
test = solar[solar["time"] >= "2021-07-01"]
X_train, y_train = train[columns], train["power_kw"]
X_test, y_test = test[columns], test["power_kw"]

# %%
plain = LinearRegression().fit(X_train, y_train)
mae_plain = mean_absolute_error(y_test, plain.predict(X_test))  # also: MLL112
print("linear:", mae_plain)

# %%
robust = make_pipeline(StandardScaler(), HuberRegressor()).fit(X_train, y_train)
mae_robust = mean_absolute_error(y_test, robust.predict(X_test))  # leak: MLL112
print("robust:", mae_robust)

# %%
svr = make_pipeline(StandardScaler(), SVR(C=100)).fit(X_train, y_train)
mae_svr = mean_absolute_error(y_test, svr.predict(X_test))  # also: MLL112
print("svr:", mae_svr)

# %%
names = ["linear", "robust", "svr"]
plt.bar(names, [mae_plain, mae_robust, mae_svr])
print("use", names[int(np.argmin([mae_plain, mae_robust, mae_svr]))])
