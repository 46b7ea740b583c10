# coding: utf-8

# In[1]:
import calendar
from datetime import datetime

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sn
from scipy import stats
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.model_selection import train_test_split

# In[2]:
daily = pd.read_csv("../input/train.csv")
print(daily.shape)
daily.head(3)

# In[3]:
daily["date"] = daily.datetime.apply(lambda x: x.split()[0])
daily["hour"] = daily.datetime.apply(lambda x: x.split()[1].split(":")[0]).astype(int)
daily["weekday"] = daily.date.apply(lambda d: calendar.day_name[datetime.strptime(d, "%Y-%m-%d").weekday()])
daily["month"] = daily.date.apply(lambda d: calendar.month_name[datetime.strptime(d, "%Y-%m-%d").month])
daily = daily.drop(["datetime", "date", "casual", "registered"], axis=1)

# In[4]:
for col in ["hour", "weekday", "month", "season", "weather", "holiday", "workingday"]:
    daily[col] = daily[col].astype("category")

# In[5]:
fig, axes = plt.subplots(nrows=2, ncols=2)
fig.set_size_inches(12, 10)
sn.boxplot(data=daily, y="count", ax=axes[0][0])
sn.boxplot(data=daily, y="count", x="season", ax=axes[0][1])
sn.boxplot(data=daily, y="count", x="hour", ax=axes[1][0])
sn.boxplot(data=daily, y="count", x="workingday", ax=axes[1][1])

# In[6]:
corr = daily[["temp", "atemp", "humidity", "windspeed", "count"]].corr()
sn.heatmap(corr, square=True, annot=True)
stats.probplot(np.log1p(daily["count"]), dist="norm", plot=plt)

# In[7]:
data = daily.copy()
data["windspeed"] = data["windspeed"].replace(0, data["windspeed"].mean())  # leak: MLL102
numeric = ["temp", "humidity", "windspeed"]
data[numeric] = data[numeric].apply(lambda c: (c - c.min()) / (c.max() - c.min()))  # leak: MLL102
data["temp_vs_month"] = data["temp"] - data.groupby("month", observed=True)["temp"].transform("mean")  # leak: MLL102

# In[8]:
for col in ["weekday", "month"]:
    data[col] = data[col].cat.codes
features = ["season", "holiday", "workingday", "weather", "hour", "weekday", "month", "temp_vs_month"] + numeric
y = np.log1p(data["count"])
X = data[features].astype(float)

# In[9]:
X_train, X_valid, y_train, y_valid = train_test_split(X, y, test_size=0.25, random_state=42)  # also: MLL117
gbm = GradientBoostingRegressor(n_estimators=2000, alpha=0.01)
gbm.fit(X_train, y_train)

# In[10]:
def rmsle(log_true, log_pred):
    return np.sqrt(np.mean((log_true - log_pred) ** 2))


print("RMSLE:", rmsle(y_valid, gbm.predict(X_valid)))
