# Facts read from PyTorch 2.13.0.
from typing import Any

import torch
import torch.amp

class GradScaler(torch.amp.GradScaler):
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000, enabled=True) -> None: ...

class autocast(torch.autocast):
    def __init__(self, enabled=True, dtype=..., cache_enabled=True) -> None: ...

def custom_fwd(fwd=None, *, cast_inputs=None) -> Any: ...
def custom_bwd(bwd) -> Any: ...
