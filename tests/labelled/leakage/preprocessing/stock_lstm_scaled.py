import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.preprocessing import MinMaxScaler
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import LSTM, Dense, Dropout

df = pd.read_csv('AAPL.csv')
df['Date'] = pd.to_datetime(df['Date'])
df = df.sort_values('Date').set_index('Date')
dataset = df[['Close']].values

scaler = MinMaxScaler(feature_range=(0, 1))
scaled = scaler.fit_transform(dataset)  # leak: MLL101

train_size = int(len(scaled) * 0.8)
train_data = scaled[:train_size]
test_data = scaled[train_size - 60:]


def make_windows(values, look_back=60):
    xs, ys = [], []
    for i in range(look_back, len(values)):
        xs.append(values[i - look_back:i, 0])
        ys.append(values[i, 0])
    return np.array(xs), np.array(ys)


x_train, y_train = make_windows(train_data)
x_test, y_test = make_windows(test_data)
x_train = x_train.reshape((x_train.shape[0], x_train.shape[1], 1))
x_test = x_test.reshape((x_test.shape[0], x_test.shape[1], 1))

model = Sequential()
model.add(LSTM(50, return_sequences=True, input_shape=(60, 1)))
model.add(Dropout(0.2))
model.add(LSTM(50))
model.add(Dense(1))
model.compile(optimizer='adam', loss='mse')
model.fit(x_train, y_train, epochs=25, batch_size=32, verbose=0)

pred = scaler.inverse_transform(model.predict(x_test))
real = scaler.inverse_transform(y_test.reshape(-1, 1))
print('RMSE:', np.sqrt(np.mean((pred - real) ** 2)))
plt.plot(real, label='real')
plt.plot(pred, label='predicted')
plt.legend()
plt.savefig('aapl.png')
