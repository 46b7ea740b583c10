# Facts read from openai 3.57.0.
from typing import Any

import openai.types

class Embeddings:
    def create(self, *, input, model, dimensions=..., encoding_format=..., user=..., extra_headers=None, extra_query=None, extra_body=None, timeout=...) -> openai.types.CreateEmbeddingResponse: ...

class AsyncEmbeddings:
    async def create(self, *, input, model, dimensions=..., encoding_format=..., user=..., extra_headers=None, extra_query=None, extra_body=None, timeout=...) -> Any: ...
