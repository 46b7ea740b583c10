"""Fits the production model. It was evaluated in notebooks/03_evaluation.ipynb."""
import joblib
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.impute import KNNImputer
from sklearn.preprocessing import StandardScaler

frame = pd.read_parquet("features/all.parquet")
labels = frame.pop("failed_within_30d")

imputer = KNNImputer()
scaler = StandardScaler()
pca = PCA(n_components=30)
values = imputer.fit_transform(frame)
values = scaler.fit_transform(values)
values = pca.fit_transform(values)
model = ExtraTreesClassifier(n_estimators=1000, n_jobs=-1)
model.fit(values, labels)

joblib.dump((imputer, scaler, pca, model), "failure_model.joblib")
print("features:", list(frame.columns))
