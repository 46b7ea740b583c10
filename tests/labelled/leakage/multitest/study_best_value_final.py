import optuna
import pandas as pd
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import RobustScaler
from sklearn.svm import SVC


def make_model(C, gamma):
    return make_pipeline(RobustScaler(), SVC(C=C, gamma=gamma))


def main():
    eeg = pd.read_csv("eeg_features.csv")
    X, y = eeg.drop(columns=["state"]), eeg["state"]

    def objective(trial):
        C = trial.suggest_float("C", 1e-2, 1e3, log=True)
        gamma = trial.suggest_float("gamma", 1e-5, 1e1, log=True)
        return cross_val_score(make_model(C, gamma), X, y, cv=4, scoring="balanced_accuracy").mean()

    study = optuna.create_study(direction="maximize")
    study.optimize(objective, n_trials=100)
    model = make_model(**study.best_params).fit(X, y)
    print("final performance of the model:", study.best_value)  # leak: MLL113
    return model


if __name__ == "__main__":
    main()
