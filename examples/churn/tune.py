"""Search for the settings of the support vector machine."""

import pandas as pd
from sklearn.feature_selection import SelectKBest
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.svm import SVC


def load() -> tuple[pd.DataFrame, pd.Series]:
    """The answers to the survey, a column for each question, and who left afterwards."""
    answers = pd.read_csv("data/survey.csv", dtype={"customer_id": "string"}, index_col="customer_id")
    return answers.drop(columns=["left"]), answers["left"]


def main() -> None:
    """Look for the best questions and settings."""
    features, target = load()
    selector = SelectKBest(k=5)
    best_questions = selector.fit_transform(features, target)
    print("five questions:", cross_val_score(SVC(), best_questions, target).mean())

    search = GridSearchCV(SVC(), {"C": [0.1, 1, 10], "gamma": ["scale", "auto"]})
    search.fit(features, target)
    print("settings of the model:", search.best_params_)
    print("accuracy of the model:", search.best_score_)


if __name__ == "__main__":
    main()
