import pandas as pd
import xgboost as xgb
from sklearn.model_selection import cross_val_score

listings = pd.read_csv("airbnb_clean.csv")
print(listings.describe().T)
listings = listings[listings["price"].between(10, 1000)]
listings["reviews_per_month"] = listings["reviews_per_month"].fillna(0)
print(listings.groupby("room_type")["price"].median())
listings = listings.rename(columns={"Unnamed: 0": "index"})
print(listings[["index", "price"]].tail())
listings = listings.drop(columns=["name", "host_name"])
listings = pd.get_dummies(listings, columns=["room_type", "neighbourhood_group"])

X = listings.drop(columns=["price"])  # leak: MLL115
y = listings["price"]
reg = xgb.XGBRegressor(n_estimators=300, max_depth=5)
print("cv MAE", -cross_val_score(reg, X, y, cv=5, scoring="neg_mean_absolute_error").mean())
reg.fit(X, y)
reg.save_model("airbnb.ubj")
print(pd.Series(reg.feature_importances_, index=X.columns).nlargest(10))
