import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from tensorflow.keras.layers import LSTM, Dense
from tensorflow.keras.models import Sequential

df = pd.read_csv('AAPL.csv', parse_dates=['Date']).sort_values('Date').set_index('Date')
values = df[['Close']].values
cut = int(len(values) * 0.8)

scaler = MinMaxScaler()
scaler.fit(values[:cut])
train_data = scaler.transform(values[:cut])
test_data = scaler.transform(values[cut - 60:])


def make_windows(data, look_back=60):
    xs = np.array([data[i - look_back:i, 0] for i in range(look_back, len(data))])
    return xs[..., np.newaxis], data[look_back:, 0]


x_train, y_train = make_windows(train_data)
x_test, y_test = make_windows(test_data)
model = Sequential([LSTM(50, input_shape=(60, 1)), Dense(1)])
model.compile(optimizer='adam', loss='mse')
model.fit(x_train, y_train, epochs=25, batch_size=32, verbose=0)
pred = scaler.inverse_transform(model.predict(x_test))
real = scaler.inverse_transform(y_test.reshape(-1, 1))
print('RMSE:', np.sqrt(np.mean((pred - real) ** 2)))
