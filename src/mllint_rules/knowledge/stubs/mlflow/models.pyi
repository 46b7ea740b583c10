# Facts read from MLflow 3.18.0.
from typing import Any

class ModelSignature:
    inputs: Any
    outputs: Any
    def __init__(self, inputs=None, outputs=None, params=None) -> None: ...

def infer_signature(model_input=None, model_output=None, params=None) -> ModelSignature: ...
