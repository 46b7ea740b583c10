import pandas as pd
from sklearn.model_selection import RandomizedSearchCV, cross_val_score
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.pipeline import Pipeline
from sklearn.impute import SimpleImputer

soil = pd.read_csv('soil_samples.csv')
target = soil.pop('organic_carbon')
soil = soil.rename(columns=str.lower).drop(columns=['laboratory'])
print(soil.describe().T)

pipe = Pipeline([('fill', SimpleImputer()), ('gbr', GradientBoostingRegressor())])
space = {
    'gbr__n_estimators': [100, 200, 400, 800],
    'gbr__max_depth': [2, 3, 4, 5],
    'gbr__subsample': [0.5, 0.75, 1.0],
    'gbr__learning_rate': [0.01, 0.03, 0.1],
}
rs = RandomizedSearchCV(pipe, space, n_iter=30, cv=5, scoring='r2', random_state=0, n_jobs=-1)
rs.fit(soil, target)

best = rs.best_estimator_
final_r2 = cross_val_score(best, soil, target, cv=5, scoring='r2').mean()  # leak: MLL113
print('R2 of the tuned model: %.3f' % final_r2)  # also: MLL113
best.fit(soil, target)
print(pd.Series(best['gbr'].feature_importances_, index=soil.columns).nlargest(8))
