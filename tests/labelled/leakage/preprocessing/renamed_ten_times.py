import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from sklearn import preprocessing
from sklearn.ensemble import BaggingRegressor
from sklearn.metrics import mean_absolute_error

df = pd.read_csv("melbourne_housing_full.csv")
print(df.columns.tolist())
df1 = df.drop(["Address", "SellerG", "Postcode", "Lattitude", "Longtitude"], axis=1)
df2 = df1.dropna(subset=["Price"])
df2 = df2[df2["Price"] < 6_000_000]
df2.Price.hist(bins=50)
plt.show()

df3 = df2.copy()
df3["Car"] = df3["Car"].fillna(0)
df3["Bathroom"] = df3["Bathroom"].fillna(1)
df3["Landsize"] = df3["Landsize"].fillna(df3["Landsize"].mean())  # leak: MLL102
df3["YearBuilt"].fillna(df3["YearBuilt"].median(), inplace=True)  # leak: MLL102
medians = df3.groupby("Type")["BuildingArea"].median()  # leak: MLL102
df3.loc[df3["BuildingArea"].isnull(), "BuildingArea"] = df3["Type"].map(medians)  # also: MLL102

df4 = pd.get_dummies(df3, columns=["Type", "Method", "Regionname"])
df4 = df4.drop(["Suburb", "CouncilArea", "Date"], axis=1)

target = df4["Price"]
df5 = df4.drop("Price", axis=1)
names = df5.columns
x = df5.values
min_max_scaler = preprocessing.MinMaxScaler()
x_scaled = min_max_scaler.fit_transform(x)  # leak: MLL101
df6 = pd.DataFrame(x_scaled, columns=names)
df6["Price"] = target.values
df7 = df6.sample(frac=1.0, random_state=7).reset_index(drop=True)

n = int(len(df7) * 0.75)
tr, te = df7.iloc[:n], df7.iloc[n:]
trX, trY = tr[names], np.log(tr["Price"])
teX, teY = te[names], np.log(te["Price"])

bag = BaggingRegressor(n_estimators=100, n_jobs=-1, random_state=0)
bag.fit(trX, trY)
p = np.exp(bag.predict(teX))
print("MAE", mean_absolute_error(np.exp(teY), p))
plt.scatter(np.exp(teY), p, s=2)
plt.show()
