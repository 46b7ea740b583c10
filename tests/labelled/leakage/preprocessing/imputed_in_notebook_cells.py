# Databricks notebook source
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split

# COMMAND ----------
wells = pd.read_csv("/dbfs/mnt/raw/well_logs.csv")
display(wells.head())

# COMMAND ----------
missing = wells.isnull().mean().sort_values(ascending=False)
missing[missing > 0].plot.bar()
plt.show()

# COMMAND ----------
wells = wells.drop(columns=["operator", "comment"])
wells = wells.replace(-999.25, np.nan)
wells = wells.dropna(subset=["porosity"])
fill = wells.median(numeric_only=True)  # leak: MLL102
wells = wells.fillna(fill)  # also: MLL102
wells = pd.get_dummies(wells, columns=["lithology"])

# COMMAND ----------
features = [c for c in wells.columns if c != "porosity"]
X_train, X_test, y_train, y_test = train_test_split(
    wells[features], wells["porosity"], test_size=0.2, random_state=0
)
forest = RandomForestRegressor(n_estimators=400, n_jobs=-1)
forest.fit(X_train, y_train)

# COMMAND ----------
print("MAE", mean_absolute_error(y_test, forest.predict(X_test)))
