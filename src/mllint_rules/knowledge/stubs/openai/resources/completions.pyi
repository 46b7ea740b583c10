# Facts read from openai 3.57.0.
from collections.abc import Iterator
from typing import Any, Literal, overload

class Completions:
    @overload
    def create(self, *, model, prompt, best_of=..., echo=..., frequency_penalty=..., logit_bias=..., logprobs=..., max_tokens=..., n=..., presence_penalty=..., seed=..., stop=..., stream: Literal[False, None] = None, stream_options=..., suffix=..., temperature=..., top_p=..., user=..., extra_headers=None, extra_query=None, extra_body=None, timeout=...) -> Any: ...
    @overload
    def create(self, *, model, prompt, best_of=..., echo=..., frequency_penalty=..., logit_bias=..., logprobs=..., max_tokens=..., n=..., presence_penalty=..., seed=..., stop=..., stream: Literal[True], stream_options=..., suffix=..., temperature=..., top_p=..., user=..., extra_headers=None, extra_query=None, extra_body=None, timeout=...) -> Iterator[Any]: ...
    @overload
    def create(self, *, model, prompt, best_of=..., echo=..., frequency_penalty=..., logit_bias=..., logprobs=..., max_tokens=..., n=..., presence_penalty=..., seed=..., stop=..., stream=..., stream_options=..., suffix=..., temperature=..., top_p=..., user=..., extra_headers=None, extra_query=None, extra_body=None, timeout=...) -> Any: ...
