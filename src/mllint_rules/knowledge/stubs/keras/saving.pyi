# Facts read from Keras 3.15.1.
from typing import Any

from keras.models import load_model, save_model

def load_weights(model, filepath, skip_mismatch=False, **kwargs) -> None: ...
def save_weights(model, filepath, overwrite=True, max_shard_size=None, **kwargs) -> None: ...
