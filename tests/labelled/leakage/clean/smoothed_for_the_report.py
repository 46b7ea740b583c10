import matplotlib.pyplot as plt
import pandas as pd

air = pd.read_csv("air_quality.csv", parse_dates=["time"]).set_index("time").sort_index()
print(air.describe())
print(air["no2"].groupby(air.index.hour).mean())
air["no2_smooth"] = air["no2"].rolling(24 * 7, center=True).mean()
air["pm10_filled"] = air["pm10"].interpolate("time").bfill()
gaps = air["pm10"].isna().astype(int).groupby(air["pm10"].notna().cumsum()).sum()
print("longest gap (h):", gaps.max())
air["minutes_to_next"] = air.index.to_series().shift(-1) - air.index.to_series()
print(air["minutes_to_next"].value_counts().head())
air[["no2", "no2_smooth"]].plot(alpha=0.6)
plt.savefig("no2.png")
air.to_csv("air_report.csv")
monthly = air.resample("ME")[["no2", "pm10_filled"]].mean()
monthly["change"] = monthly["no2"].pct_change()
print(monthly.tail(12))
fig, ax = plt.subplots()
ax.bar(monthly.index, monthly["no2"])
ax.axhline(40, color="red")
fig.savefig("monthly.png")
over = air[air["no2"] > 200]
print("hours above the limit:", len(over), over.index.year.value_counts().to_dict())
