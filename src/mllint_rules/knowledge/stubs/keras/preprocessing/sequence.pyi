# Facts read from Keras 3.15.1.
from typing import Any

from keras.utils import pad_sequences

class TimeseriesGenerator:
    def __init__(self, data, targets, length, sampling_rate=1, stride=1, start_index=0, end_index=None, shuffle=False, reverse=False, batch_size=128, **kwargs) -> None: ...
