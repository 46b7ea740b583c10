# Facts read from imbalanced-learn 0.14.2.
from imblearn.base import FunctionSampler

__version__: str
