import pandas as pd
from lifelines import CoxPHFitter
from lifelines.utils import concordance_index
from sklearn.model_selection import train_test_split

lung = pd.read_csv("lung.csv").dropna().drop(columns=["inst"])
lung["status"] = lung["status"] - 1
train, test = train_test_split(lung, test_size=0.3, random_state=0)

age = train["age"].mean()
train = train.assign(age=train["age"] - age)
test = test.assign(age=test["age"] - age)
cox = CoxPHFitter(penalizer=0.1).fit(train, duration_col="time", event_col="status")
hazard = cox.predict_partial_hazard(test)
print("concordance", concordance_index(test["time"], -hazard, test["status"]))
