import matplotlib.pyplot as plt
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

coffee = pd.read_csv("coffee_ratings.csv")
coffee = coffee[(coffee["points"] > 50) & (coffee["altitude"].fillna(0) < 4500)]
coffee["country"] = coffee["country"].fillna("unknown")
print(coffee.groupby("processing_method")["points"].agg(["mean", "count"]))
coffee.groupby("country")["points"].mean().sort_values().plot.barh()
plt.savefig("countries.png")

X = coffee[["country", "processing_method", "altitude", "moisture"]].fillna({"altitude": 0, "processing_method": "?"})
y = coffee["points"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
encode = make_column_transformer(
    (OneHotEncoder(handle_unknown="ignore"), ["country", "processing_method"]), remainder="passthrough"
)
model = make_pipeline(encode, GradientBoostingRegressor()).fit(X_train, y_train)
print("MAE", mean_absolute_error(y_test, model.predict(X_test)))
residuals = y_test - model.predict(X_test)
print(residuals.groupby(X_test["country"]).mean().sort_values())
