import pandas as pd
from scipy import stats
from sklearn.linear_model import Ridge
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


class ABTest:
    def __init__(self, test, control):
        self.test = test
        self.control = control

    def p_value(self):
        return stats.ttest_ind(self.test, self.control, equal_var=False).pvalue


def fit_response(test_frame):
    """Fits spend on covariates of the visitors in the test arm of the experiment."""
    X, y = test_frame[["visits", "age", "tenure"]], test_frame["spend"]
    fit_X, check_X, fit_y, check_y = train_test_split(X, y, random_state=0)
    scaler = StandardScaler().fit(fit_X)
    model = Ridge().fit(scaler.transform(fit_X), fit_y)
    print("R2", r2_score(check_y, model.predict(scaler.transform(check_X))))
    return model


experiment = pd.read_csv("experiment.csv")
test = experiment[experiment["arm"] == "test"]
control = experiment[experiment["arm"] == "control"]
print("p", ABTest(test["spend"], control["spend"]).p_value())
fit_response(test)
