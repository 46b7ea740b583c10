import pandas as pd
from sklearn.linear_model import PoissonRegressor
from sklearn.metrics import mean_poisson_deviance

claims = pd.read_parquet("motor_claims.parquet")
print("claims per year", claims["claims"].sum() / claims["exposure"].sum())
print(claims.groupby("region")["claims"].mean())
claims["old_car"] = (claims["vehicle_age"] > 15).astype(int)
claims["exposure"] = claims["exposure"].clip(upper=1)
columns = ["driver_age", "vehicle_power", "vehicle_age", "density", "exposure"]

train = claims.copy()
test = train.sample(n=20_000, random_state=0)  # leak: MLL109

glm = PoissonRegressor(alpha=1e-3, max_iter=500)
glm.fit(train[columns], train["claims"])  # also: MLL109
print("deviance:", mean_poisson_deviance(test["claims"], glm.predict(test[columns]).clip(1e-6)))
by_age = pd.cut(test["driver_age"], [17, 25, 40, 60, 100])
print(test.groupby(by_age)["claims"].mean())
for name, weight in zip(columns, glm.coef_):
    print(f"{name:16} {weight:+.4f}")
