import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns
from sklearn.impute import SimpleImputer
from sklearn.linear_model import RidgeCV
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

melb = pd.read_csv("melb_data.csv")
print(melb.describe())
print(melb.isnull().mean())

numeric = ["Rooms", "Distance", "Landsize", "BuildingArea", "YearBuilt"]
corr = melb[numeric + ["Price"]].corr()
sns.heatmap(corr, annot=True)
plt.savefig("corr.png")

z = (melb[numeric] - melb[numeric].mean()) / melb[numeric].std()
z.plot.box()
plt.savefig("boxes.png")
print(melb.groupby("Suburb")["Price"].median().sort_values().tail())
print("price range", melb["Price"].min(), melb["Price"].max())

X, y = melb[numeric], melb["Price"]
X_train, X_valid, y_train, y_valid = train_test_split(X, y, train_size=0.8, random_state=0)
model = Pipeline([("impute", SimpleImputer()), ("scale", StandardScaler()), ("ridge", RidgeCV())])
model.fit(X_train, y_train)
print("MAE", mean_absolute_error(y_valid, model.predict(X_valid)))
