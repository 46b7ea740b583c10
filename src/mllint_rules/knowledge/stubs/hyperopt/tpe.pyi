# Facts read from hyperopt 0.3.0.
from typing import Any

def suggest(new_ids, domain, trials, seed, prior_weight=1.0, n_startup_jobs=20, n_EI_candidates=24, gamma=0.25, verbose=True) -> Any: ...
