import pandas as pd
from feature_engine.discretisation import EqualFrequencyDiscretiser
from feature_engine.imputation import MeanMedianImputer
from feature_engine.outliers import Winsorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

credit = pd.read_csv("cs-training.csv", index_col=0)
credit = credit.rename(columns=str.lower)

imputer = MeanMedianImputer(imputation_method="median", variables=["monthlyincome", "numberofdependents"])
credit = imputer.fit_transform(credit)  # leak: MLL101
capper = Winsorizer(capping_method="iqr", tail="right", variables=["debtratio", "monthlyincome"])
credit = capper.fit_transform(credit)  # leak: MLL101
disc = EqualFrequencyDiscretiser(q=8, variables=["age"])
credit = disc.fit_transform(credit)  # leak: MLL101

y = credit["seriousdlqin2yrs"]
X = credit.drop(columns=["seriousdlqin2yrs"])
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0, stratify=y)
lr = LogisticRegression(max_iter=2000).fit(X_train, y_train)
print("AUC", roc_auc_score(y_test, lr.predict_proba(X_test)[:, 1]))
