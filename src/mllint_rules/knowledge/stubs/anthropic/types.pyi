# Facts read from anthropic 2.13.0.

class Message:
    id: str
    content: list
    model: str
    role: str
    stop_reason: str | None
    stop_sequence: str | None
    usage: Usage

class Usage:
    input_tokens: int
    output_tokens: int
