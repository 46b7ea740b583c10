"""Driving styles for the report, and a claim model that does not use them."""
import pandas as pd
from scipy import stats
from sklearn.cluster import KMeans
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

trips = pd.read_csv("telematics.csv")
trips["hard_brakes_per_km"] = trips["hard_brakes"] / trips["km"].clip(lower=0.1)
trips["night"] = trips["start_hour"].isin([22, 23, 0, 1, 2, 3, 4]).astype(int)
signals = ["mean_speed", "max_speed", "hard_brakes_per_km", "turn_rate"]

scaled = StandardScaler().fit_transform(trips[signals])
styles = pd.Series(KMeans(4, n_init=10, random_state=0).fit_predict(scaled), index=trips.index, name="style")
report = trips[signals].apply(stats.zscore).groupby(styles).mean()
print(report.round(2))
report.to_html("styles.html")
print("claims by style", trips["claim"].groupby(styles).mean())

columns = signals + ["night"]
train, test = train_test_split(trips, test_size=0.2, random_state=0, stratify=trips["claim"])
forest = RandomForestClassifier(n_estimators=300, class_weight="balanced").fit(train[columns], train["claim"])
print("AUC", roc_auc_score(test["claim"], forest.predict_proba(test[columns])[:, 1]))
print("F1", f1_score(test["claim"], forest.predict(test[columns])))
