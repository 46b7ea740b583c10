# Facts read from openai 3.57.0.
from typing import Any

class CreateEmbeddingResponse:
    data: list[Embedding]
    model: str
    object: str
    usage: Any

class Embedding:
    embedding: list[float]
    index: int
    object: str
