"""Five boosted models with early stopping inside the folds; a hold-out nobody stops on."""
import catboost as cb
import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, train_test_split

CATEGORICAL = ["job", "contract", "region"]

applicants = pd.read_csv("applicants.csv")
applicants = applicants.drop(columns=["applicant_id", "name"])
applicants[CATEGORICAL] = applicants[CATEGORICAL].fillna("unknown")
applicants["income_per_head"] = applicants["income"] / applicants["household"].clip(lower=1)
y = applicants.pop("default")
X, X_holdout, y, y_holdout = train_test_split(applicants, y, test_size=0.2, stratify=y, random_state=0)
X, y = X.reset_index(drop=True), y.reset_index(drop=True)

models, scores = [], []
for fold, (tr, va) in enumerate(StratifiedKFold(5, shuffle=True, random_state=1).split(X, y)):
    train_pool = cb.Pool(X.iloc[tr], y.iloc[tr], cat_features=CATEGORICAL)
    valid_pool = cb.Pool(X.iloc[va], y.iloc[va], cat_features=CATEGORICAL)
    model = cb.CatBoostClassifier(iterations=5000, learning_rate=0.03, early_stopping_rounds=200, verbose=False)
    model.fit(train_pool, eval_set=valid_pool)
    models.append(model)
    scores.append(roc_auc_score(y.iloc[va], model.predict_proba(valid_pool)[:, 1]))
    print(f"fold {fold}: {scores[-1]:.4f} after {model.tree_count_} trees")
print("folds:", np.mean(scores))

blend = np.mean([m.predict_proba(X_holdout)[:, 1] for m in models], axis=0)
print("hold-out AUC", roc_auc_score(y_holdout, blend))
for number, member in enumerate(models):
    member.save_model(f"applicants_{number}.cbm")
