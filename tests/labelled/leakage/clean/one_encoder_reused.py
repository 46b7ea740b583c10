import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder, OrdinalEncoder

df = pd.read_csv("hr_attrition.csv")
print(df.groupby("Department")["Attrition"].value_counts(normalize=True))
df = df.drop(columns=["EmployeeCount", "StandardHours", "Over18"])
df["Attrition"] = (df["Attrition"] == "Yes").astype(int)
df["OverTime"] = LabelEncoder().fit_transform(df["OverTime"])
train, test = train_test_split(df, test_size=0.25, random_state=21, stratify=df["Attrition"])
train, test = train.copy(), test.copy()

for col in ["Department", "JobRole", "MaritalStatus"]:
    enc = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)
    train[[col]] = enc.fit_transform(train[[col]])
    test[[col]] = enc.transform(test[[col]])

inputs = ["Age", "Department", "JobRole", "MaritalStatus", "OverTime", "MonthlyIncome", "YearsAtCompany"]
gbc = GradientBoostingClassifier().fit(train[inputs], train["Attrition"])
print(roc_auc_score(test["Attrition"], gbc.predict_proba(test[inputs])[:, 1]))
importance = pd.Series(gbc.feature_importances_, index=inputs)
print(importance.sort_values(ascending=False))
