import joblib
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler

plants = pd.read_csv("ccpp.csv")
plants = plants.drop_duplicates().reset_index(drop=True)
print(plants.describe().T)
print("mean output", plants["PE"].mean())
X_train, X_test, y_train, y_test = train_test_split(plants[["AT", "V", "AP", "RH"]], plants["PE"], random_state=0)

train_scaler = MinMaxScaler()
X_train = train_scaler.fit_transform(X_train)
model = Ridge().fit(X_train, y_train)

test_scaler = MinMaxScaler()
X_test = test_scaler.fit_transform(X_test)  # leak: MLL105; also: MLL106
print("MAE", mean_absolute_error(y_test, model.predict(X_test)))  # also: MLL106
joblib.dump((train_scaler, model), "ccpp.joblib")
for name, weight in zip(["AT", "V", "AP", "RH"], model.coef_):
    print(f"{name:3} {weight:+.2f}")
