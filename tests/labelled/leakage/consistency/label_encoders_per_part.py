import pandas as pd
from sklearn.preprocessing import LabelEncoder
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.model_selection import train_test_split
from sklearn.metrics import roc_auc_score

df = pd.read_csv("hr_attrition.csv")
print(df.groupby("Department")["Attrition"].value_counts(normalize=True))
df = df.drop(columns=["EmployeeCount", "StandardHours", "Over18"])
df["Attrition"] = (df["Attrition"] == "Yes").astype(int)
train, test = train_test_split(df, test_size=0.25, random_state=21, stratify=df["Attrition"])
train, test = train.copy(), test.copy()

for col in ["Department", "JobRole", "MaritalStatus", "OverTime"]:
    train[col] = LabelEncoder().fit_transform(train[col])
    test[col] = LabelEncoder().fit_transform(test[col])  # leak: MLL107; also: MLL105

inputs = ["Age", "Department", "JobRole", "MaritalStatus", "OverTime", "MonthlyIncome", "YearsAtCompany"]
gbc = GradientBoostingClassifier()
gbc.fit(train[inputs], train["Attrition"])
print(roc_auc_score(test["Attrition"], gbc.predict_proba(test[inputs])[:, 1]))  # also: MLL106
importance = pd.Series(gbc.feature_importances_, index=inputs)
print(importance.sort_values(ascending=False))
