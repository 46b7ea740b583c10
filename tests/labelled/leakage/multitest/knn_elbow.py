import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.neighbors import KNeighborsRegressor
from sklearn.model_selection import train_test_split

plots = pd.read_csv("crop_yield.csv")
X = plots[["nitrogen", "phosphorus", "potassium", "rainfall", "ph"]]
y = plots["yield_t"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=10)

best_k, best_score = None, -np.inf
curve = []
for k in range(1, 40):  # also: MLL111
    knn = KNeighborsRegressor(n_neighbors=k)
    knn.fit(X_train, y_train)
    score = knn.score(X_test, y_test)  # leak: MLL111; also: MLL112
    curve.append(score)
    if score > best_score:
        best_k, best_score = k, score

plt.plot(range(1, 40), curve, "o--")
plt.xlabel("K")
plt.savefig("elbow.png")
final = KNeighborsRegressor(n_neighbors=best_k).fit(X_train, y_train)
print("K =", best_k, "R2 =", final.score(X_test, y_test))  # also: MLL111, MLL112
