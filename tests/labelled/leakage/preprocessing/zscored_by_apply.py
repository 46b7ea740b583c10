import pandas as pd
from scipy import stats
from sklearn.cluster import KMeans
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import Normalizer, StandardScaler

trips = pd.read_csv("telematics.csv")
trips["hard_brakes_per_km"] = trips["hard_brakes"] / trips["km"].clip(lower=0.1)
trips["night"] = trips["start_hour"].isin([22, 23, 0, 1, 2, 3, 4]).astype(int)
signals = ["mean_speed", "max_speed", "hard_brakes_per_km", "turn_rate"]
print(trips[signals].describe())

trips[signals] = trips[signals].apply(stats.zscore)  # leak: MLL102
shape = Normalizer().fit_transform(trips[signals])
trips["shape_0"], trips["shape_1"] = shape[:, 0], shape[:, 1]

# a picture of driving styles for the report
styles = KMeans(4, n_init=10, random_state=0).fit_predict(StandardScaler().fit_transform(trips[signals]))
print(trips[signals].groupby(styles).mean())

columns = signals + ["night", "shape_0", "shape_1"]
train, test = train_test_split(trips, test_size=0.2, random_state=0, stratify=trips["claim"])
forest = RandomForestClassifier(n_estimators=300, class_weight="balanced").fit(train[columns], train["claim"])
print("AUC", roc_auc_score(test["claim"], forest.predict_proba(test[columns])[:, 1]))
print("F1", f1_score(test["claim"], forest.predict(test[columns])))
