"""Names for annotations."""

import typing

Scope = Message = typing.MutableMapping[str, typing.Any]
Receive = typing.Callable[[], typing.Awaitable[Message]]
Send = typing.Callable[[Message], typing.Awaitable[None]]
ASGIApp = typing.Callable[[Scope, Receive, Send], typing.Awaitable[None]]
Lifespan = ExceptionHandler = HTTPExceptionHandler = typing.Callable
