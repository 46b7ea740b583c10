# Facts read from PyTorch 2.13.0.
enabled: bool
benchmark: bool
deterministic: bool
allow_tf32: bool
benchmark_limit: int

def is_available() -> bool: ...
def version() -> int | None: ...
