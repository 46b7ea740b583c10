# Facts read from langchain-core 1.8.3.
from typing import Any

class BaseMessage:
    content: Any
    additional_kwargs: dict[str, Any]
    response_metadata: dict[str, Any]
    id: str | None
    def __init__(self, content=None, content_blocks=None, **kwargs) -> None: ...
    def pretty_print(self) -> None: ...

class HumanMessage(BaseMessage): ...

class SystemMessage(BaseMessage): ...

class AIMessage(BaseMessage):
    tool_calls: list
    usage_metadata: Any

class ToolMessage(BaseMessage):
    tool_call_id: str
