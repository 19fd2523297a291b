"""`openai`: chats and responses, answered from the script of `lab.llm`."""

import os

_llm = _lab.part("llm")
_json = _lab.load("json")
__version__ = "2.8.0"


class OpenAIError(Exception):
    pass


class APIError(OpenAIError):
    pass


class APIConnectionError(APIError):
    pass


class APITimeoutError(APIConnectionError):
    pass


class APIStatusError(APIError):
    status_code = 500


class BadRequestError(APIStatusError):
    status_code = 400


class AuthenticationError(APIStatusError):
    status_code = 401


class RateLimitError(APIStatusError):
    status_code = 429


class ChatCompletionMessage(_llm.Thing):
    pass


class ChatCompletion(_llm.Thing):
    pass


def _usage(text):
    return _llm.Thing(prompt_tokens=len(text) // 4, completion_tokens=16, total_tokens=len(text) // 4 + 16)


def _tool_calls(parts):
    calls = []
    for i, part in enumerate(p for p in parts if p.tool):
        function = _llm.Thing(name=part.tool, arguments=part.arguments if isinstance(part.arguments, str) else _json.dumps(part.arguments))
        calls.append(_llm.Thing(id=f"call_{len(_llm.asked)}_{i}", type="function", function=function))
    return calls or None


def _chat(model, messages, tools=None, stream=False, response_format=None, **options):
    messages = list(messages)
    parts = _llm.answer("openai", model, None, messages, tools, {"response_format": response_format, **options})
    texts = [p.text for p in parts if p.text is not None]
    content, calls = "".join(texts) if texts else None, _tool_calls(parts)
    if stream:
        return _stream(model, content or "", calls)
    message = ChatCompletionMessage(role="assistant", content=content, refusal=None, tool_calls=calls)
    choice = _llm.Thing(index=0, message=message, finish_reason="tool_calls" if calls else "stop", logprobs=None)
    return ChatCompletion(id=f"chatcmpl-{len(_llm.asked)}", object="chat.completion", model=model, choices=[choice], usage=_usage(content or ""))


def _stream(model, content, calls):
    for piece in [content[i : i + 8] for i in range(0, len(content), 8)] + [None]:
        delta = _llm.Thing(role="assistant", content=piece, tool_calls=calls if piece is None else None)
        yield _llm.Thing(id="chatcmpl", model=model, choices=[_llm.Thing(index=0, delta=delta, finish_reason="stop" if piece is None else None)])


def _parsed(model, messages, response_format=None, **options):
    made = _chat(model, messages, response_format=response_format, **options)
    message = made.choices[0].message
    message.parsed = response_format.model_validate_json(message.content) if message.content is not None and response_format is not None else None
    return made


def _respond(model, input, instructions=None, tools=None, stream=False, **options):
    if stream:
        _lab.lacks("openai responses.create(stream=True)", "chat.completions.create(stream=True)")
    messages = [{"role": "user", "content": input}] if isinstance(input, str) else list(input)
    output = []
    for i, part in enumerate(_llm.answer("openai", model, instructions, messages, tools, options)):
        if part.tool:
            text = part.arguments if isinstance(part.arguments, str) else _json.dumps(part.arguments)
            output.append(_llm.Thing(type="function_call", id=f"fc_{i}", call_id=f"call_{len(_llm.asked)}_{i}", name=part.tool, arguments=text))
        else:
            output.append(_llm.Thing(type="message", role="assistant", content=[_llm.Thing(type="output_text", text=part.text)]))
    text = "".join(c.text for o in output if o.type == "message" for c in o.content)
    return _llm.Thing(id=f"resp_{len(_llm.asked)}", model=model, output=output, output_text=text, usage=_usage(text))


class _Path:
    """A part of a client, such as `chat.completions`."""

    def __init__(self, name, **inner):
        self._name = name
        self.__dict__.update(inner)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        _lab.lacks(f"openai {self._name}.{name}")


def _awaited(f):
    async def call(*args, **kwargs):
        made = f(*args, **kwargs)
        return _each(made) if hasattr(made, "__next__") else made

    return call


async def _each(items):
    for item in items:
        yield item


class OpenAI:
    _wrap = staticmethod(lambda f: f)

    def __init__(self, *, api_key=None, base_url=None, organization=None, timeout=None, max_retries=2, **options):
        self.api_key = api_key or os.environ.get("OPENAI_API_KEY")
        if self.api_key is None:
            raise OpenAIError("The api_key client option must be set either by passing api_key to the client or by setting the OPENAI_API_KEY environment variable")
        self.base_url = base_url or "https://api.openai.com/v1/"
        wrap = self._wrap
        completions = _Path("chat.completions", create=wrap(_chat), parse=wrap(_parsed))
        self.chat = _Path("chat", completions=completions)
        self.beta = _Path("beta", chat=self.chat)
        self.responses = _Path("responses", create=wrap(_respond))

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        _lab.lacks(f"openai client.{name}")


class AsyncOpenAI(OpenAI):
    _wrap = staticmethod(_awaited)


AzureOpenAI, AsyncAzureOpenAI = OpenAI, AsyncOpenAI
__getattr__ = _lab.missing("openai")
