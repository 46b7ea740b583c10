import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

NUMERIC = ["age", "education_num", "capital_gain", "capital_loss", "hours_per_week"]


def load_data(path):
    df = pd.read_csv(path, na_values="?").dropna()
    df["income"] = (df["income"] == ">50K").astype(int)
    return pd.get_dummies(df, columns=["workclass", "marital_status", "occupation", "sex"])


def scale(train, test):
    scaler = StandardScaler()
    train, test = train.copy(), test.copy()
    train[NUMERIC] = scaler.fit_transform(train[NUMERIC])
    test[NUMERIC] = scaler.transform(test[NUMERIC])
    return train, test


def main():
    df = load_data("data/adult.csv")
    x_train, x_test, y_train, y_test = train_test_split(
        df.drop(columns=["income"]), df["income"], test_size=0.25, random_state=7, stratify=df["income"]
    )
    x_train, x_test = scale(x_train, x_test)
    clf = GradientBoostingClassifier().fit(x_train, y_train)
    print(classification_report(y_test, clf.predict(x_test)))


if __name__ == "__main__":
    main()
