import pandas as pd
import lightgbm as lgb
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

application = pd.read_csv("application_train.csv").drop(columns="SK_ID_CURR")
application["CREDIT_TO_INCOME"] = application["AMT_CREDIT"] / application["AMT_INCOME_TOTAL"]
application["EMPLOYED_SHARE"] = application["DAYS_EMPLOYED"] / application["DAYS_BIRTH"]
application["DAYS_EMPLOYED"] = application["DAYS_EMPLOYED"].replace(365243, float("nan"))
print(application.isnull().mean().sort_values(ascending=False).head(20))
train, valid = train_test_split(application, test_size=0.2, random_state=50, stratify=application["TARGET"])
y_train, y_valid = train.pop("TARGET"), valid.pop("TARGET")

train = pd.get_dummies(train)
valid = pd.get_dummies(valid)
train, valid = train.align(valid, join="left", axis=1, fill_value=0)
train.columns = train.columns.str.replace(r"[^A-Za-z0-9_]+", "_", regex=True)
valid.columns = train.columns
print(train.shape, valid.shape)

clf = lgb.LGBMClassifier(n_estimators=800, class_weight="balanced", learning_rate=0.05)
clf.fit(train, y_train)
print(roc_auc_score(y_valid, clf.predict_proba(valid)[:, 1]))
gains = pd.Series(clf.booster_.feature_importance("gain"), index=train.columns)
print(gains.nlargest(20))
