# Facts read from scikit-surprise 1.1.5.
from typing import Any

def train_test_split(data, test_size=0.2, train_size=None, random_state=None, shuffle=True) -> tuple[Any, Any]: ...
