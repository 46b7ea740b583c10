import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split
from sklearn.utils import resample


def balance(df, label):
    majority = df[df[label] == 0]
    minority = df[df[label] == 1]
    upsampled = resample(minority, replace=True, n_samples=len(majority), random_state=123)
    return pd.concat([majority, upsampled])


def main():
    machines = pd.read_csv("ai4i2020.csv").drop(columns=["UDI", "Product ID", "Type"])
    machines = machines.drop(columns=["TWF", "HDF", "PWF", "OSF", "RNF"]).drop_duplicates()
    train, test = train_test_split(machines, test_size=0.3, random_state=0, stratify=machines["Machine failure"])
    train = balance(train, "Machine failure")
    predictors = [c for c in machines.columns if c != "Machine failure"]
    clf = LogisticRegression(max_iter=5000).fit(train[predictors], train["Machine failure"])
    scores = clf.predict_proba(test[predictors])[:, 1]
    print("AP", average_precision_score(test["Machine failure"], scores))


main()
