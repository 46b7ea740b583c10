# %%
import numpy as np
import pandas as pd
import seaborn as sns
from sklearn.preprocessing import KBinsDiscretizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

# %%
titanic = pd.read_csv("titanic.csv")
titanic.info()
sns.heatmap(titanic.isnull())

# %%
titanic["Title"] = titanic["Name"].str.extract(r" ([A-Za-z]+)\.", expand=False)
titanic["Family"] = titanic["SibSp"] + titanic["Parch"] + 1
titanic["Age"] = titanic["Age"].fillna(titanic.groupby("Title")["Age"].transform("median"))  # leak: MLL102
titanic["Embarked"] = titanic["Embarked"].fillna("S")
titanic["HasCabin"] = titanic["Cabin"].notna().astype(int)
titanic = titanic.drop(["PassengerId", "Name", "Ticket", "Cabin", "Title"], axis=1)

# %%
kb = KBinsDiscretizer(n_bins=5, encode="ordinal", strategy="quantile")
titanic[["Fare"]] = kb.fit_transform(titanic[["Fare"]])  # leak: MLL101
titanic = pd.get_dummies(titanic, columns=["Sex", "Embarked"], drop_first=True)
titanic.head()

# %%
X = titanic.drop("Survived", axis=1)
y = titanic["Survived"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=101)
logmodel = LogisticRegression(max_iter=1000)
logmodel.fit(X_train, y_train)

# %%
logmodel.score(X_test, y_test)
