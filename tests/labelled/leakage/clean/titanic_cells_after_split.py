# %%
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import KBinsDiscretizer

# %%
titanic = pd.read_csv("titanic.csv")
titanic["Title"] = titanic["Name"].str.extract(r" ([A-Za-z]+)\.", expand=False)
titanic["Family"] = titanic["SibSp"] + titanic["Parch"] + 1
titanic["Embarked"] = titanic["Embarked"].fillna("S")
titanic = titanic.drop(["PassengerId", "Name", "Ticket", "Cabin"], axis=1)
titanic = pd.get_dummies(titanic, columns=["Sex", "Embarked"], drop_first=True)

# %%
train, test = train_test_split(titanic, test_size=0.3, random_state=101, stratify=titanic["Survived"])
train, test = train.copy(), test.copy()

# %%
ages = train.groupby("Title")["Age"].median()
for part in (train, test):
    part["Age"] = part["Age"].fillna(part["Title"].map(ages)).fillna(train["Age"].median())
kb = KBinsDiscretizer(n_bins=5, encode="ordinal")
train[["Fare"]] = kb.fit_transform(train[["Fare"]])
test[["Fare"]] = kb.transform(test[["Fare"]])

# %%
X_train, y_train = train.drop(["Survived", "Title"], axis=1), train["Survived"]
X_test, y_test = test.drop(["Survived", "Title"], axis=1), test["Survived"]
logmodel = LogisticRegression(max_iter=1000).fit(X_train, y_train)
logmodel.score(X_test, y_test)
