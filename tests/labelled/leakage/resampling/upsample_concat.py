import pandas as pd
from sklearn.utils import resample
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split


def balance(df, label):
    majority = df[df[label] == 0]
    minority = df[df[label] == 1]
    upsampled = resample(minority, replace=True, n_samples=len(majority), random_state=123)  # leak: MLL103
    return pd.concat([majority, upsampled])  # also: MLL103


def main():
    machines = pd.read_csv("ai4i2020.csv").drop(columns=["UDI", "Product ID", "Type"])
    machines = machines.drop(columns=["TWF", "HDF", "PWF", "OSF", "RNF"])
    balanced = balance(machines, "Machine failure")
    train, test = train_test_split(balanced, test_size=0.3, random_state=0)
    predictors = [c for c in balanced.columns if c != "Machine failure"]
    clf = LogisticRegression(max_iter=5000)
    clf.fit(train[predictors], train["Machine failure"])
    scores = clf.predict_proba(test[predictors])[:, 1]
    print("AP", average_precision_score(test["Machine failure"], scores))


main()
