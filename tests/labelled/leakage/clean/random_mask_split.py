import numpy as np
import pandas as pd
from sklearn.linear_model import PoissonRegressor
from sklearn.metrics import mean_poisson_deviance
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

claims = pd.read_parquet("motor_claims.parquet")
print("claims per year", claims["claims"].sum() / claims["exposure"].sum())
print(claims.groupby("region")["claims"].mean())
claims["old_car"] = (claims["vehicle_age"] > 15).astype(int)
claims["exposure"] = claims["exposure"].clip(upper=1)
columns = ["driver_age", "vehicle_power", "vehicle_age", "density", "exposure"]

np.random.seed(0)
msk = np.random.rand(len(claims)) < 0.8
train = claims[msk]
test = claims[~msk]

glm = make_pipeline(StandardScaler(), PoissonRegressor(alpha=1e-3, max_iter=500))
glm.fit(train[columns], train["claims"])
print("deviance:", mean_poisson_deviance(test["claims"], glm.predict(test[columns])))
by_age = pd.cut(test["driver_age"], [17, 25, 40, 60, 100])
table = test.assign(expected=glm.predict(test[columns])).groupby(by_age)[["claims", "expected"]].sum()
table["ratio"] = table["claims"] / table["expected"]
print(table.round(2))
