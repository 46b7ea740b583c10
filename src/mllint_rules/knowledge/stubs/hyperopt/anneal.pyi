# Facts read from hyperopt 0.3.0.
from typing import Any

def suggest(new_ids, domain, trials, seed, *args, **kwargs) -> Any: ...
