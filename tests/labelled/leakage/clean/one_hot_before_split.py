import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder

laptops = pd.read_csv("laptops.csv", encoding="latin-1")
print(laptops["Company"].value_counts().head(10))
laptops = laptops.drop_duplicates()
laptops["ram_gb"] = laptops["Ram"].str.replace("GB", "").astype(int)
laptops["weight_kg"] = laptops["Weight"].str.rstrip("kg").astype(float)
laptops["touch"] = laptops["ScreenResolution"].str.contains("Touchscreen").astype(int)

encoder = make_column_transformer(
    (OneHotEncoder(handle_unknown="ignore", sparse_output=False), ["Company", "TypeName"]),
    (OrdinalEncoder(), ["OpSys"]),
    ("passthrough", ["ram_gb", "weight_kg", "touch", "Inches"]),
)
X = encoder.fit_transform(laptops)
y = laptops["Price_euros"]

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=1)
forest = RandomForestRegressor(n_estimators=300).fit(X_train, y_train)
print("R2", r2_score(y_test, forest.predict(X_test)))
names = encoder.get_feature_names_out()
for value, name in sorted(zip(forest.feature_importances_, names), reverse=True)[:10]:
    print(f"{name:40} {value:.3f}")
