"""`anthropic`: messages, answered from the script of `lab.llm`."""

import os

_llm = _lab.part("llm")
__version__ = "0.75.0"


class AnthropicError(Exception):
    pass


class APIError(AnthropicError):
    pass


class APIConnectionError(APIError):
    pass


class APIStatusError(APIError):
    status_code = 500


class BadRequestError(APIStatusError):
    status_code = 400


class AuthenticationError(APIStatusError):
    status_code = 401


class RateLimitError(APIStatusError):
    status_code = 429


class TextBlock(_llm.Thing):
    pass


class ToolUseBlock(_llm.Thing):
    pass


class Message(_llm.Thing):
    pass


def _create(*, model, max_tokens, messages, system=None, tools=None, stream=False, **options):
    if stream:
        _lab.lacks("anthropic messages.create(stream=True)", "messages.stream(...)")
    blocks = []
    for i, part in enumerate(_llm.answer("anthropic", model, system, list(messages), tools, {"max_tokens": max_tokens, **options})):
        if part.tool:
            blocks.append(ToolUseBlock(type="tool_use", id=f"toolu_{len(_llm.asked)}_{i}", name=part.tool, input=part.arguments))
        else:
            blocks.append(TextBlock(type="text", text=part.text, citations=None))
    stop = "tool_use" if any(b.type == "tool_use" for b in blocks) else "end_turn"
    usage = _llm.Thing(input_tokens=16, output_tokens=16)
    return Message(id=f"msg_{len(_llm.asked)}", type="message", role="assistant", model=model, content=blocks, stop_reason=stop, stop_sequence=None, usage=usage)


class _Stream:
    def __init__(self, options):
        self._message = _create(**options)

    def __enter__(self):
        return self

    def __exit__(self, *args):
        pass

    @property
    def text_stream(self):
        for block in self._message.content:
            if block.type == "text":
                for i in range(0, len(block.text), 8):
                    yield block.text[i : i + 8]

    def get_final_message(self):
        return self._message

    def get_final_text(self):
        return "".join(b.text for b in self._message.content if b.type == "text")


class _AsyncStream(_Stream):
    async def __aenter__(self):
        return self

    async def __aexit__(self, *args):
        pass

    @property
    async def text_stream(self):
        for block in self._message.content:
            if block.type == "text":
                yield block.text

    async def get_final_message(self):
        return self._message

    async def get_final_text(self):
        return _Stream.get_final_text(self)


class _Messages:
    def create(self, **options):
        return _create(**options)

    def stream(self, **options):
        return _Stream(options)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        _lab.lacks(f"anthropic messages.{name}")


class _AsyncMessages(_Messages):
    async def create(self, **options):
        return _create(**options)

    def stream(self, **options):
        return _AsyncStream(options)


class Anthropic:
    _messages = _Messages

    def __init__(self, *, api_key=None, auth_token=None, base_url=None, timeout=None, max_retries=2, **options):
        self.api_key = api_key or os.environ.get("ANTHROPIC_API_KEY")
        if self.api_key is None and auth_token is None:
            raise AnthropicError('"Could not resolve authentication method. Expected either api_key or auth_token to be set.')
        self.messages = self._messages()

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        _lab.lacks(f"anthropic client.{name}")


class AsyncAnthropic(Anthropic):
    _messages = _AsyncMessages


class types:
    Message, TextBlock, ToolUseBlock = Message, TextBlock, ToolUseBlock


__getattr__ = _lab.missing("anthropic")
