import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss


def featurize(frame):
    out = pd.DataFrame(index=frame.index)
    out["age_bin"] = pd.qcut(frame["age"], 8, labels=False, duplicates="drop")  # leak: MLL107
    out["city"] = frame["city"].astype("category").cat.codes  # leak: MLL107
    out["visits"] = frame["visits"].clip(upper=50)
    return out


visits = pd.read_csv("clinic_noshow.csv")
visits = visits[visits["age"].between(0, 110)]
visits["city"] = visits["city"].str.title()
print(visits.groupby("cohort")["noshow"].mean())
older = visits[visits["cohort"] == "A"]
newer = visits[visits["cohort"] == "B"]

clf = LogisticRegression(max_iter=500)
clf.fit(featurize(older), older["noshow"])  # also: MLL107
proba = clf.predict_proba(featurize(newer))[:, 1]  # also: MLL107
print("brier", brier_score_loss(newer["noshow"], proba))
worst = newer.assign(p=proba).sort_values("p", ascending=False).head(100)
worst[["age", "city", "visits", "p"]].to_csv("reminders.csv", index=False)
