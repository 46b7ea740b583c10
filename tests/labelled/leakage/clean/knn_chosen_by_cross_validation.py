import numpy as np
import pandas as pd
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

plots = pd.read_csv("crop_yield.csv")
plots = plots[plots["yield_t"] > 0]
plots["npk"] = plots["nitrogen"] + plots["phosphorus"] + plots["potassium"]
print(plots.groupby("crop")["yield_t"].mean())
X = plots[["nitrogen", "phosphorus", "potassium", "rainfall", "ph"]]
y = plots["yield_t"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=10)

cv_scores = []
for k in range(1, 40):
    knn = make_pipeline(StandardScaler(), KNeighborsRegressor(n_neighbors=k))
    cv_scores.append(cross_val_score(knn, X_train, y_train, cv=5).mean())
best_k = int(np.argmax(cv_scores)) + 1
for k, value in enumerate(cv_scores, start=1):
    if k % 5 == 0:
        print(f"cv R2 for K={k}: {value:.3f}")

final = make_pipeline(StandardScaler(), KNeighborsRegressor(n_neighbors=best_k)).fit(X_train, y_train)
print("K =", best_k, "R2 =", final.score(X_test, y_test))
