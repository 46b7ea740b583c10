import pandas as pd
from sklearn.model_selection import GridSearchCV
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVR

energy = pd.read_excel("ENB2012_data.xlsx")
energy.columns = ["compactness", "surface", "wall", "roof", "height", "orientation", "glazing", "glazing_dist", "heating", "cooling"]
print(energy.corr()["heating"].sort_values())
energy["glass_share"] = energy["glazing"] * energy["wall"] / energy["surface"]
X = energy.drop(columns=["heating", "cooling"])
y = energy["heating"]

ss = StandardScaler()
X_scaled = ss.fit_transform(X)  # leak: MLL104

param_grid = {"C": [1, 10, 100, 1000], "gamma": ["scale", 0.1, 0.01], "epsilon": [0.1, 0.5]}
search = GridSearchCV(SVR(), param_grid, cv=5, scoring="neg_mean_absolute_error", n_jobs=-1)
search.fit(X_scaled, y)

results = pd.DataFrame(search.cv_results_).sort_values("rank_test_score")
print(results[["params", "mean_test_score", "std_test_score"]].head(10))
print("cv mean absolute error of the best:", -search.best_score_)
search.best_estimator_.fit(X_scaled, y)
print("support vectors:", len(search.best_estimator_.support_))
