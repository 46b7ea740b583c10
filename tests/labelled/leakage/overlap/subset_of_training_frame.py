import pandas as pd
from sklearn.linear_model import PoissonRegressor
from sklearn.metrics import mean_poisson_deviance

claims = pd.read_parquet("motor_claims.parquet")
claims["exposure"] = claims["exposure"].clip(upper=1)
columns = ["driver_age", "vehicle_power", "vehicle_age", "density", "exposure"]

train = claims.copy()
test = train.sample(n=20_000, random_state=0)  # leak: MLL109

glm = PoissonRegressor(alpha=1e-3, max_iter=500)
glm.fit(train[columns], train["claims"])  # also: MLL109
print("deviance:", mean_poisson_deviance(test["claims"], glm.predict(test[columns]).clip(1e-6)))
