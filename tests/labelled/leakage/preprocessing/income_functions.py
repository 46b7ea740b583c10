"""Predict whether somebody earns more than 50k from census data."""
import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

NUMERIC = ["age", "fnlwgt", "education_num", "capital_gain", "capital_loss", "hours_per_week"]


def load_data(path):
    df = pd.read_csv(path, na_values="?")
    df = df.dropna()
    df["income"] = (df["income"] == ">50K").astype(int)
    return df


def preprocess(df):
    df = df.copy()
    scaler = StandardScaler()
    df[NUMERIC] = scaler.fit_transform(df[NUMERIC])  # leak: MLL101
    df = pd.get_dummies(df, columns=["workclass", "marital_status", "occupation", "sex"])
    return df


def main():
    df = preprocess(load_data("data/adult.csv"))
    features = df.drop(columns=["income"])
    labels = df["income"]
    x_train, x_test, y_train, y_test = train_test_split(features, labels, test_size=0.25, random_state=7, stratify=labels)
    clf = GradientBoostingClassifier()
    clf.fit(x_train, y_train)
    print(classification_report(y_test, clf.predict(x_test)))


if __name__ == "__main__":
    main()
