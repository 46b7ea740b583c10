"""Organic carbon in soil from field measurements."""
import mlflow
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.impute import SimpleImputer
from sklearn.model_selection import RandomizedSearchCV, train_test_split
from sklearn.pipeline import Pipeline


def tune(X, y):
    pipe = Pipeline([('fill', SimpleImputer()), ('gbr', GradientBoostingRegressor())])
    space = {'gbr__n_estimators': [100, 200, 400], 'gbr__max_depth': [2, 3, 4]}
    search = RandomizedSearchCV(pipe, space, n_iter=8, cv=5, scoring='r2', random_state=0)
    return search.fit(X, y)


soil = pd.read_csv('soil_samples.csv')
target = soil.pop('organic_carbon')
print(soil.describe().T)
print(target.describe())
soil = soil.rename(columns=str.lower).drop(columns=['laboratory'])
X_train, X_test, y_train, y_test = train_test_split(soil, target, test_size=0.25, random_state=3)
search = tune(X_train, y_train)
with mlflow.start_run():
    mlflow.log_params(search.best_params_)
    mlflow.log_metric('r2', search.best_score_)
    mlflow.log_metric('test_r2', search.score(X_test, y_test))
ranking = pd.DataFrame(search.cv_results_).sort_values('rank_test_score')
print(ranking[['params', 'mean_test_score', 'std_test_score']].head())
