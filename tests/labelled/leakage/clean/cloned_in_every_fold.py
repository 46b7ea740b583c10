import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import KFold

train = pd.read_csv("train.csv").set_index("id")
test = pd.read_csv("test.csv").set_index("id")
features = [c for c in train.columns if c != "target"]
print(len(features), "features", train["target"].describe())
constant = [c for c in features if train[c].nunique() == 1]
features = [c for c in features if c not in constant]

model = RandomForestRegressor(n_estimators=500, n_jobs=-1, random_state=0)
models, scores = [], []
for tr, va in KFold(5, shuffle=True, random_state=0).split(train):
    a, b = train.iloc[tr], train.iloc[va]
    fold_model = clone(model)
    fold_model.fit(a[features], a["target"])
    scores.append(mean_squared_error(b["target"], fold_model.predict(b[features])) ** 0.5)
    models.append(fold_model)

print("CV", np.mean(scores))
pred = np.mean([m.predict(test[features]) for m in models], axis=0)
pd.DataFrame({"target": pred}, index=test.index).to_csv("sub.csv")
spread = np.std([m.predict(test[features]) for m in models], axis=0)
print("models disagree most on", test.index[np.argsort(spread)[-5:]].tolist())
