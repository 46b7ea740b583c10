# Facts read from Flax 0.12.8.
from typing import Any, Self

import optax

class TrainState:
    step: Any
    apply_fn: Any
    params: Any
    tx: optax.GradientTransformation
    opt_state: Any
    @classmethod
    def create(cls, *, apply_fn, params, tx, **kwargs) -> Self: ...
    def apply_gradients(self, *, grads, **kwargs) -> Self: ...
    def replace(self, **kwargs) -> Self: ...
