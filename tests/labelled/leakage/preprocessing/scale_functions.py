import numpy as np
from sklearn.preprocessing import scale, quantile_transform
from sklearn.neighbors import KNeighborsRegressor
from sklearn.model_selection import train_test_split

table = np.genfromtxt("abalone.csv", delimiter=",", skip_header=1)
X, rings = table[:, :-1], table[:, -1]

X[:, :3] = scale(X[:, :3])  # leak: MLL101
weights = quantile_transform(X[:, 3:], n_quantiles=200, output_distribution="normal")  # leak: MLL101
X = np.hstack([X[:, :3], weights])

X_train, X_test, r_train, r_test = train_test_split(X, rings, test_size=0.25, random_state=6)
knn = KNeighborsRegressor(n_neighbors=12, weights="distance").fit(X_train, r_train)
print("R2", knn.score(X_test, r_test))
guess = knn.predict(X_test)
for age in range(4, 20, 4):
    mask = (r_test >= age) & (r_test < age + 4)
    print(f"{age}-{age + 3} rings: mean error {abs(guess[mask] - r_test[mask]).mean():.2f}")
