import pandas as pd
from sklearn.compose import ColumnTransformer, make_column_selector
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

bank = pd.read_csv("bank-additional-full.csv", sep=";").drop(columns="duration")
y = (bank.pop("y") == "yes").astype(int)
bank["contacted_before"] = (bank["pdays"] != 999).astype(int)
print(bank.groupby("job").size().sort_values())

numeric = Pipeline([("impute", SimpleImputer(strategy="median")), ("scale", StandardScaler())])
preprocessor = ColumnTransformer([
    ("num", numeric, make_column_selector(dtype_include="number")),
    ("cat", OneHotEncoder(handle_unknown="ignore"), make_column_selector(dtype_include=object)),
])
pipe = Pipeline([("prep", preprocessor), ("clf", LogisticRegression(max_iter=1000))])

X_train, X_test, y_train, y_test = train_test_split(bank, y, test_size=0.2, stratify=y, random_state=1)
grid = GridSearchCV(pipe, {"clf__C": [0.01, 0.1, 1, 10]}, cv=5, scoring="roc_auc")
grid.fit(X_train, y_train)
print("best cv AUC", grid.best_score_)
proba = grid.predict_proba(X_test)[:, 1]
print("test AUC", roc_auc_score(y_test, proba), "log loss", log_loss(y_test, proba))
results = pd.DataFrame(grid.cv_results_)
print(results[["param_clf__C", "mean_test_score", "std_test_score"]])
