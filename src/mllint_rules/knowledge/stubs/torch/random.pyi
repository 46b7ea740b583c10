# Facts read from PyTorch 2.13.0.
from typing import Any

from torch import get_rng_state, initial_seed, manual_seed, seed, set_rng_state

def fork_rng(devices=None, enabled=True, _caller='fork_rng', _devices_kw='devices', device_type=None) -> Any: ...
