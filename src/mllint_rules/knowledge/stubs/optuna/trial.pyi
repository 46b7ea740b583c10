# Facts read from Optuna 5.0.0.
from typing import Any

import datetime

class Trial:
    number: int
    params: dict[str, Any]
    user_attrs: dict[str, Any]
    def suggest_float(self, name, low, high, *, step=None, log=False) -> float: ...
    def suggest_int(self, name, low, high, *, step=1, log=False) -> int: ...
    def suggest_categorical(self, name, choices) -> Any: ...
    def suggest_uniform(self, name, low, high) -> float: ...
    def suggest_loguniform(self, name, low, high) -> float: ...
    def suggest_discrete_uniform(self, name, low, high, q) -> float: ...
    def report(self, value, step) -> None: ...
    def should_prune(self) -> bool: ...
    def set_user_attr(self, key, value) -> None: ...

class FrozenTrial:
    number: int
    value: float | None
    values: list[float] | None
    params: dict[str, Any]
    user_attrs: dict[str, Any]
    state: TrialState
    datetime_start: datetime.datetime | None
    datetime_complete: datetime.datetime | None
    duration: datetime.timedelta | None
    intermediate_values: dict[int, float]
    distributions: dict[str, Any]

class FixedTrial(Trial):
    def __init__(self, params, number=0) -> None: ...

class TrialState:
    COMPLETE: TrialState
    FAIL: TrialState
    PRUNED: TrialState
    RUNNING: TrialState
    WAITING: TrialState

def create_trial(*, state=..., value=None, values=None, params=None, distributions=None, user_attrs=None, system_attrs=None, intermediate_values=None, constraints=None) -> FrozenTrial: ...
