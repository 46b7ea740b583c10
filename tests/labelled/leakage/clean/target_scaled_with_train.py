"""Compressive strength with a small network; inputs and output scaled."""
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.metrics import mean_absolute_error, r2_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler
from tensorflow.keras.layers import Dense, Input
from tensorflow.keras.models import Sequential

concrete = pd.read_excel("Concrete_Data.xls")
concrete.columns = ["cement", "slag", "ash", "water", "plasticizer", "coarse", "fine", "age", "strength"]
concrete = concrete.drop_duplicates()
concrete["log_age"] = np.log(concrete["age"])
print(concrete.corr()["strength"].sort_values())

train, test = train_test_split(concrete, test_size=0.2, random_state=8)
sc_X, sc_y = MinMaxScaler(), MinMaxScaler()
X_train = sc_X.fit_transform(train.drop(columns="strength"))
y_train = sc_y.fit_transform(train[["strength"]])
X_test = sc_X.transform(test.drop(columns="strength"))

net = Sequential([Input((X_train.shape[1],)), Dense(32, activation="relu"), Dense(16, activation="relu"), Dense(1)])
net.compile(optimizer="adam", loss="mse")
history = net.fit(X_train, y_train, epochs=200, batch_size=16, verbose=0)

predicted = sc_y.inverse_transform(net.predict(X_test)).ravel()
print("MAE", mean_absolute_error(test["strength"], predicted))
print("R2 ", r2_score(test["strength"], predicted))
plt.plot(history.history["loss"])
plt.yscale("log")
plt.savefig("loss.png")
