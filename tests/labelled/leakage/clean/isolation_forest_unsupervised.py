import numpy as np
import pandas as pd
from sklearn.ensemble import IsolationForest
from sklearn.preprocessing import RobustScaler


def load_logs(path):
    logs = pd.read_csv(path)
    logs["bytes_log"] = np.log1p(logs["bytes"])
    return logs[["bytes_log", "duration", "packets", "ports"]]


logs = load_logs("netflow.csv")
logs = logs.fillna(logs.median())
X = RobustScaler().fit_transform(logs)
forest = IsolationForest(contamination=0.01, random_state=0).fit(X)
logs["anomaly_score"] = -forest.score_samples(X)
logs["is_anomaly"] = forest.predict(X) == -1
print(logs["is_anomaly"].mean())
logs.nlargest(50, "anomaly_score").to_csv("suspicious.csv", index=False)
hourly = pd.read_csv("netflow.csv", usecols=["hour"])["hour"]
print(logs["is_anomaly"].groupby(hourly).mean().round(4))
print(logs[logs["is_anomaly"]].describe())
