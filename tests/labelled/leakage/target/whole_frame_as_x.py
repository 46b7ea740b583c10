import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split

stars = pd.read_csv("star_types.csv")
print(stars.head())
print(stars.groupby("Star type")["Temperature (K)"].describe())
stars["Star color"] = stars["Star color"].str.lower().astype("category").cat.codes
stars["Spectral Class"] = stars["Spectral Class"].astype("category").cat.codes

y = stars["Star type"]
X = stars  # leak: MLL114
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2)
forest = RandomForestClassifier().fit(X_train, y_train)
print("accuracy", accuracy_score(y_test, forest.predict(X_test)))
for name, value in sorted(zip(X.columns, forest.feature_importances_), key=lambda t: -t[1]):
    print(f"{name:28} {value:.3f}")
