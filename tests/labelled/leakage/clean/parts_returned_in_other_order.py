import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
from sklearn.metrics import r2_score


def load_parts(path, target):
    df = pd.read_csv(path)
    X, y = df.drop(columns=target), df[target]
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=1)
    return X_train, y_train, X_test, y_test


def get_splits(*arrays):
    train, *rest = train_test_split(*arrays, random_state=0)
    return train, rest


X_train, y_train, X_test, y_test = load_parts("fuel.csv", "consumption")
model = LinearRegression().fit(X_train, y_train)
print(r2_score(y_test, model.predict(X_test)))
residuals = y_test - model.predict(X_test)
print(residuals.describe())
print(pd.Series(model.coef_, index=X_train.columns))
small, rest = get_splits(list(range(100)))
print(len(small), len(rest[0]))
