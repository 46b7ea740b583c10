# Facts read from openai 3.57.0.
import openai.resources.chat.completions

class Chat:
    completions: openai.resources.chat.completions.Completions

class AsyncChat:
    completions: openai.resources.chat.completions.AsyncCompletions
