import pandas as pd
from scipy.stats import loguniform
from sklearn.linear_model import Ridge
from sklearn.model_selection import RandomizedSearchCV, train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import PolynomialFeatures, StandardScaler


def load():
    df = pd.read_csv("airfoil_self_noise.csv")
    return df.drop(columns="sound_pressure"), df["sound_pressure"]


def main():
    features, noise = load()
    f_train, f_test, n_train, n_test = train_test_split(features, noise, test_size=0.2, random_state=1)
    pipe = Pipeline([("poly", PolynomialFeatures(3)), ("scale", StandardScaler()), ("ridge", Ridge())])
    search = RandomizedSearchCV(pipe, {"ridge__alpha": loguniform(1e-4, 1e3)}, n_iter=40, cv=5, random_state=1)
    search.fit(f_train, n_train)
    print("alpha", search.best_params_["ridge__alpha"])
    print("R2 on the test part", search.score(f_test, n_test))
    # coefficients for the report come from all of the data
    final = search.best_estimator_.fit(features, noise)
    print(final["ridge"].coef_)


main()
