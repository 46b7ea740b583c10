import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_squared_error


def make_xy(df):
    df = df.dropna()
    y = df["delivery_minutes"]
    X = df.drop(columns=["rider_name"])  # leak: MLL114
    return X, y


data = pd.read_csv("couriers.csv")
data = data[data["distance_km"].between(0.1, 40)]
data["uphill"] = (data["height_gain"] > 50).astype(int)
print(data.groupby("weather")["delivery_minutes"].mean())
data = pd.get_dummies(data, columns=["vehicle", "weather"])
X, y = make_xy(data)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=12)
reg = LinearRegression().fit(X_train, y_train)
print("MSE", mean_squared_error(y_test, reg.predict(X_test)))
for name, weight in zip(X.columns, reg.coef_):
    print(f"{name:20} {weight:+.2f}")
