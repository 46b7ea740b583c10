from sklearn.datasets import load_wine
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

wine = load_wine()
print(wine.feature_names)
print(wine.DESCR[:500])
X, y = wine.data, wine.target
X = X[:, :10]
print("bottles", len(X), "mean alcohol", X[:, 0].mean())
X_train, y_train, X_test, y_test = train_test_split(X, y, test_size=0.3, random_state=0)  # leak: MLL121; also: MLL120
pipe = make_pipeline(StandardScaler(), LogisticRegression())
pipe.fit(X_train, y_train)  # also: MLL105
print(pipe.score(X_test, y_test))
weights = pipe[-1].coef_
for name, row in zip(wine.target_names, weights):
    print(name, row.round(2))
