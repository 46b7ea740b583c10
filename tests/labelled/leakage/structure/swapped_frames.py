import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split


def split(df, seed=0):
    test_df, train_df = train_test_split(df, test_size=0.2, random_state=seed)  # leak: MLL121
    return train_df, test_df


fish = pd.read_csv("Fish.csv").drop(columns="Species")
fish = fish[fish["Weight"] > 0]
fish["volume"] = fish["Length1"] * fish["Height"] * fish["Width"]
train_df, test_df = split(fish)
model = LinearRegression()
model.fit(train_df.drop(columns="Weight"), train_df["Weight"])  # also: MLL105
print(r2_score(test_df["Weight"], model.predict(test_df.drop(columns="Weight"))))  # also: MLL110
print(dict(zip(fish.columns.drop("Weight"), model.coef_)))
