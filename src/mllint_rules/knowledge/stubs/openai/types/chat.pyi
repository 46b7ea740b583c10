# Facts read from openai 3.57.0.
from typing import Any

class ChatCompletion:
    id: str
    choices: list[Choice]
    created: int
    model: str
    system_fingerprint: str | None
    usage: Any

class Choice:
    finish_reason: str
    index: int
    message: ChatCompletionMessage

class ChatCompletionMessage:
    content: str | None
    refusal: str | None
    role: str
    tool_calls: Any
