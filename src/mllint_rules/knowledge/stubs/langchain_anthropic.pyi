# Facts read from langchain-anthropic 1.7.10.
import langchain_core.language_models

class ChatAnthropic(langchain_core.language_models.BaseChatModel):
    def __init__(self, *, cache=..., verbose=..., callbacks=..., tags=..., metadata=..., rate_limiter=..., disable_streaming=..., model=..., model_name=..., max_tokens=..., max_tokens_to_sample=..., temperature=..., top_k=..., top_p=..., default_request_timeout=..., timeout=..., max_retries=..., stop_sequences=..., stop=..., anthropic_api_url=..., base_url=..., anthropic_api_key=..., api_key=..., anthropic_proxy=..., default_headers=..., betas=..., model_kwargs=..., streaming=..., stream_usage=..., thinking=..., output_config=..., reasoning_effort=..., effort=..., mcp_servers=..., context_management=..., container=..., reuse_last_container=..., inference_geo=..., user_profile_id=..., **kwargs) -> None: ...
