# Facts read from langchain-core 1.8.3.
from typing import Any

class Document:
    page_content: str
    metadata: dict[str, Any]
    id: str | None
    def __init__(self, page_content, *, metadata=None, id=None, **kwargs) -> None: ...
