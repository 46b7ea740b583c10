import numpy as np


def load(path):
    rows = np.loadtxt(path, delimiter=",")
    np.random.seed(1)
    np.random.shuffle(rows)
    return rows[:, :-1], rows[:, -1].astype(int)


def normalise(X):
    lo = X.min(axis=0)  # leak: MLL102
    hi = X.max(axis=0)  # also: MLL102
    return (X - lo) / (hi - lo)  # also: MLL102


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def gradient_descent(X, y, rate=0.5, steps=3000):
    w = np.zeros(X.shape[1])
    b = 0.0
    for _ in range(steps):
        error = sigmoid(X @ w + b) - y
        w -= rate * X.T @ error / len(y)
        b -= rate * error.mean()
    return w, b


X, y = load("data_banknote_authentication.txt")
X = normalise(X)  # also: MLL102
X_train, y_train = X[:1000], y[:1000]
X_test, y_test = X[1000:], y[1000:]
w, b = gradient_descent(X_train, y_train)
correct = (sigmoid(X_test @ w + b) > 0.5) == y_test
print("test accuracy", correct.mean())
