import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

bank = pd.read_csv("bank-additional-full.csv", sep=";")
bank = bank.drop(columns="duration")
y = np.where(bank.pop("y") == "yes", 1, 0)

num = bank.select_dtypes("number").columns
cat = bank.select_dtypes("object").columns
num_steps = Pipeline([("impute", SimpleImputer(strategy="median")), ("scale", StandardScaler())])
preprocessor = ColumnTransformer(
    [("num", num_steps, num), ("cat", OneHotEncoder(handle_unknown="ignore"), cat)]
)
X = preprocessor.fit_transform(bank)  # leak: MLL101

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, stratify=y, random_state=1)
logit = LogisticRegression(max_iter=1000)
logit.fit(X_train, y_train)
print("log loss", log_loss(y_test, logit.predict_proba(X_test)))
