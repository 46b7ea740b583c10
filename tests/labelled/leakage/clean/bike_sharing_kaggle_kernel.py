# coding: utf-8

# In[1]:
import calendar

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sn
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.model_selection import train_test_split

# In[2]:
daily = pd.read_csv("../input/train.csv")
print(daily.shape)
daily.head(3)

# In[3]:
stamp = pd.to_datetime(daily.pop("datetime"))
daily["hour"] = stamp.dt.hour
daily["weekday"] = stamp.dt.dayofweek.map(lambda d: calendar.day_name[d])
daily["month"] = stamp.dt.month
daily = daily.drop(["casual", "registered"], axis=1)

# In[4]:
fig, axes = plt.subplots(nrows=1, ncols=2)
fig.set_size_inches(12, 5)
sn.boxplot(data=daily, y="count", x="season", ax=axes[0])
sn.boxplot(data=daily, y="count", x="hour", ax=axes[1])
print("mean", daily["count"].mean(), "std", daily["count"].std())

# In[5]:
hourly = daily.groupby("hour")["count"].mean()
hourly.plot(title="rentals over the day")
normalised = (hourly - hourly.min()) / (hourly.max() - hourly.min())
normalised.plot(secondary_y=True)

# In[6]:
without_outliers = daily[np.abs(daily["count"] - daily["count"].mean()) <= 3 * daily["count"].std()]
print("outliers", len(daily) - len(without_outliers))

# In[7]:
data = daily.copy()
data["windspeed"] = data["windspeed"].replace(0, np.nan)
data = pd.get_dummies(data, columns=["weekday"])
data["feels"] = data["atemp"] - data["temp"]
data["humid"] = pd.cut(data["humidity"], [-1, 40, 60, 80, 100], labels=False)
y = np.log1p(data.pop("count"))

# In[8]:
X_train, X_valid, y_train, y_valid = train_test_split(data, y, test_size=0.25, random_state=42)  # also: MLL117
wind = X_train["windspeed"].mean()
X_train = X_train.fillna({"windspeed": wind})
X_valid = X_valid.fillna({"windspeed": wind})
gbm = GradientBoostingRegressor(n_estimators=2000)
gbm.fit(X_train, y_train)

# In[9]:
def rmsle(log_true, log_pred):
    return np.sqrt(np.mean((log_true - log_pred) ** 2))


print("RMSLE:", rmsle(y_valid, gbm.predict(X_valid)))
