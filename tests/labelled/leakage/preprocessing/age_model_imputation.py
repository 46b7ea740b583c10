import pandas as pd
from sklearn.ensemble import RandomForestRegressor, ExtraTreesClassifier
from sklearn.model_selection import train_test_split
from sklearn.metrics import f1_score

people = pd.read_csv("survey.csv")
known = ["height", "weight", "income", "children"]
people = people.dropna(subset=known + ["smoker"])

with_age = people[people["age"].notnull()]
without_age = people[people["age"].isnull()]
rfr = RandomForestRegressor(n_estimators=200, random_state=0)
rfr.fit(with_age[known], with_age["age"])  # leak: MLL102
people.loc[people["age"].isnull(), "age"] = rfr.predict(without_age[known])  # also: MLL102

people["smoker"] = people["smoker"].map({"no": 0, "yes": 1})
X = people[known + ["age"]]
y = people["smoker"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
trees = ExtraTreesClassifier(n_estimators=500, random_state=0)
trees.fit(X_train, y_train)
print("F1:", f1_score(y_test, trees.predict(X_test)))
