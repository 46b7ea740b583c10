# Facts read from statsmodels 0.15.0.
from typing import Any

def pairwise_tukeyhsd(endog, groups, alpha=0.05, use_var='equal') -> Any: ...
