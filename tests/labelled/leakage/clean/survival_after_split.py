import pandas as pd
from lifelines import CoxPHFitter
from lifelines.utils import concordance_index
from sklearn.model_selection import train_test_split

lung = pd.read_csv("lung.csv").dropna().drop(columns=["inst"])
print(lung.describe())
print("median time", lung["time"].median(), "deaths", (lung["status"] == 2).sum())
lung["status"] = lung["status"] - 1
train, test = train_test_split(lung, test_size=0.3, random_state=0)

age = train["age"].mean()
train = train.assign(age=train["age"] - age)
test = test.assign(age=test["age"] - age)
cox = CoxPHFitter(penalizer=0.1).fit(train, duration_col="time", event_col="status")
hazard = cox.predict_partial_hazard(test)
print("concordance", concordance_index(test["time"], -hazard, test["status"]))
cox.print_summary()
high = hazard > 1.5
print("median survival: high risk %.0f, others %.0f" % (test.loc[high, "time"].median(), test.loc[~high, "time"].median()))
baseline = cox.baseline_survival_
baseline.to_csv("baseline.csv")
ax = cox.plot()
ax.figure.savefig("hazard_ratios.png")
