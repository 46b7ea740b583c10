import pandas as pd
from sklearn.model_selection import GridSearchCV, KFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVR

energy = pd.read_excel("ENB2012_data.xlsx")
energy.columns = [f"X{i}" for i in range(1, 9)] + ["Y1", "Y2"]
energy = energy.dropna(how="all")
print(energy.corr()["Y1"])
X = energy.iloc[:, :8]
y = energy.iloc[:, 8]

inner = KFold(4, shuffle=True, random_state=0)
outer = KFold(5, shuffle=True, random_state=1)
search = GridSearchCV(
    make_pipeline(StandardScaler(), SVR()),
    {"svr__C": [1, 10, 100], "svr__gamma": ["scale", 0.1]},
    cv=inner,
    scoring="neg_mean_absolute_error",
)
scores = -cross_val_score(search, X, y, cv=outer, scoring="neg_mean_absolute_error")
print(f"MAE {scores.mean():.3f} +- {scores.std():.3f}")
for number, score in enumerate(scores, start=1):
    print("outer fold", number, round(score, 3))
search.fit(X, y)
print("settings for the final model:", search.best_params_)
