# Facts read from Optuna 5.0.0.

class RDBStorage:
    def __init__(self, url, engine_kwargs=None, skip_compatibility_check=False, *, heartbeat_interval=None, grace_period=None, heartbeat_stale_trial_callback=None, failed_trial_callback=None, skip_table_creation=False) -> None: ...

class InMemoryStorage:
    def __init__(self) -> None: ...

class JournalStorage:
    def __init__(self, log_storage) -> None: ...
