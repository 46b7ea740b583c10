import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from sklearn import preprocessing
from sklearn.ensemble import BaggingRegressor
from sklearn.metrics import mean_absolute_error

df = pd.read_csv("melbourne_housing_full.csv")
print(df.columns.tolist())
print(df.isnull().sum() / len(df))
df1 = df.drop(["Address", "SellerG", "Postcode", "Lattitude", "Longtitude"], axis=1)
df2 = df1.dropna(subset=["Price"])
df2 = df2[df2["Price"] < 6_000_000]
df2.Price.hist(bins=50)
plt.show()

df3 = df2.copy()
df3["Car"] = df3["Car"].fillna(0)
df3["Bathroom"] = df3["Bathroom"].fillna(1)
df3["Bedroom2"].fillna(df3["Rooms"], inplace=True)
df3["rooms_per_bath"] = df3["Rooms"] / df3["Bathroom"].clip(lower=1)
df3["log_land"] = np.log1p(df3["Landsize"].fillna(0))

df4 = pd.get_dummies(df3, columns=["Type", "Method", "Regionname"])
df4 = df4.drop(["Suburb", "CouncilArea", "Date", "Landsize"], axis=1)
df5 = df4.sample(frac=1.0, random_state=7).reset_index(drop=True)

n = int(len(df5) * 0.75)
tr, te = df5.iloc[:n].copy(), df5.iloc[n:].copy()
for c in ["YearBuilt", "BuildingArea", "Distance"]:
    fill = tr[c].median()
    tr[c] = tr[c].fillna(fill)
    te[c] = te[c].fillna(fill)

names = [c for c in df5.columns if c != "Price"]
trX, trY = tr[names].values, np.log(tr["Price"])
teX, teY = te[names].values, np.log(te["Price"])
mms = preprocessing.MinMaxScaler().fit(trX)
trX, teX = mms.transform(trX), mms.transform(teX)

bag = BaggingRegressor(n_estimators=100, n_jobs=-1, random_state=0)
bag.fit(trX, trY)
p = np.exp(bag.predict(teX))
print("MAE", mean_absolute_error(np.exp(teY), p))
plt.scatter(np.exp(teY), p, s=2)
plt.show()
