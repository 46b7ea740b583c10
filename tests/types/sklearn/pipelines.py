# Pipelines and their steps
from imblearn.pipeline import Pipeline as SamplingPipeline
from imblearn.over_sampling import SMOTE
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.decomposition import PCA
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVC

pipe = Pipeline([("scale", StandardScaler()), ("model", SVC())])
pipe  # reveal: sklearn.pipeline.Pipeline[scale: sklearn.preprocessing.StandardScaler, model: sklearn.svm.SVC]
pipe["scale"]  # reveal: sklearn.preprocessing.StandardScaler
pipe["model"]  # reveal: sklearn.svm.SVC
pipe["missing"]  # reveal: unknown
pipe[name]  # reveal: unknown
pipe[0]  # reveal: sklearn.preprocessing.StandardScaler
pipe[-1]  # reveal: sklearn.svm.SVC
pipe[5]  # reveal: unknown
pipe[:-1]  # reveal: sklearn.pipeline.Pipeline[scale: sklearn.preprocessing.StandardScaler]
pipe.named_steps["model"]  # reveal: sklearn.svm.SVC
pipe.named_steps.model  # reveal: sklearn.svm.SVC
pipe.named_steps.scale.mean_  # reveal: None | numpy.ndarray
pipe.fit(X, y)["model"]  # reveal: sklearn.svm.SVC
pipe.fit(X, y).named_steps["scale"]  # reveal: sklearn.preprocessing.StandardScaler
make_pipeline(StandardScaler(), SVC())  # reveal: sklearn.pipeline.Pipeline[standardscaler: sklearn.preprocessing.StandardScaler, svc: sklearn.svm.SVC]
make_pipeline(StandardScaler(), SVC())[-1]  # reveal: sklearn.svm.SVC
make_pipeline(StandardScaler(), SVC()).named_steps["svc"]  # reveal: sklearn.svm.SVC
make_pipeline(PCA(), PCA()).named_steps["pca-2"]  # reveal: sklearn.decomposition.PCA
steps = [("scale", StandardScaler()), ("model", RandomForestClassifier())]
Pipeline(steps)["model"]  # reveal: sklearn.ensemble.RandomForestClassifier
Pipeline(steps=steps)[0]  # reveal: sklearn.preprocessing.StandardScaler
Pipeline(compute())  # reveal: sklearn.pipeline.Pipeline
Pipeline(compute())["model"]  # reveal: unknown
make_pipeline(*parts)  # reveal: sklearn.pipeline.Pipeline
search = GridSearchCV(pipe, {"model__C": [1]})
search.best_estimator_  # reveal: sklearn.pipeline.Pipeline
columns = ColumnTransformer([("number", StandardScaler(), ["a"]), ("text", OneHotEncoder(), ["b"])])
columns.named_transformers_["text"]  # reveal: sklearn.preprocessing.OneHotEncoder
columns.fit(X).named_transformers_["number"].mean_  # reveal: None | numpy.ndarray
FeatureUnion([("pca", PCA())]).named_transformers["pca"]  # reveal: sklearn.decomposition.PCA
SamplingPipeline([("smote", SMOTE()), ("model", SVC())])["smote"]  # reveal: imblearn.over_sampling.SMOTE
