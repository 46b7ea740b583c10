# Facts read from imbalanced-learn 0.14.2.
import imblearn.base

class SMOTEENN(imblearn.base.BaseSampler):
    def __init__(self, *, sampling_strategy='auto', random_state=None, smote=None, enn=None, n_jobs=None) -> None: ...

class SMOTETomek(imblearn.base.BaseSampler):
    def __init__(self, *, sampling_strategy='auto', random_state=None, smote=None, tomek=None, n_jobs=None) -> None: ...
