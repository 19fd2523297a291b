"""Connections that stay open."""

from starlette.requests import HTTPConnection

_json = _lab.load("json")


class WebSocketState:
    CONNECTING, CONNECTED, DISCONNECTED, RESPONSE = 0, 1, 2, 3


class WebSocketDisconnect(Exception):
    def __init__(self, code=1000, reason=None):
        self.code, self.reason = code, reason or ""


class WebSocket(HTTPConnection):
    def __init__(self, scope, receive=None, send=None):
        super().__init__(scope)
        self._receive, self._send = receive, send
        self.client_state = self.application_state = WebSocketState.CONNECTING

    async def receive(self):
        if self.client_state == WebSocketState.DISCONNECTED:
            raise RuntimeError('Cannot call "receive" once a disconnect message has been received.')
        message = await self._receive()
        if self.client_state == WebSocketState.CONNECTING:
            self.client_state = WebSocketState.CONNECTED
        elif message["type"] == "websocket.disconnect":
            self.client_state = WebSocketState.DISCONNECTED
        return message

    async def send(self, message):
        if self.application_state == WebSocketState.DISCONNECTED:
            raise RuntimeError('Cannot call "send" once a close message has been sent.')
        kind = message["type"]
        if self.application_state == WebSocketState.CONNECTING:
            if kind not in ("websocket.accept", "websocket.close", "websocket.http.response.start"):
                raise RuntimeError(f'Expected ASGI message "websocket.accept", "websocket.close" or "websocket.http.response.start", but got {kind!r}')
            self.application_state = WebSocketState.CONNECTED if kind == "websocket.accept" else WebSocketState.DISCONNECTED
        elif kind == "websocket.close":
            self.application_state = WebSocketState.DISCONNECTED
        await self._send(message)

    async def accept(self, subprotocol=None, headers=None):
        if self.client_state == WebSocketState.CONNECTING:
            await self.receive()
        await self.send({"type": "websocket.accept", "subprotocol": subprotocol, "headers": headers or []})

    async def _next(self):
        if self.application_state != WebSocketState.CONNECTED:
            raise RuntimeError('WebSocket is not connected. Need to call "accept" first.')
        message = await self.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1000), message.get("reason"))
        return message

    async def receive_text(self):
        return (await self._next())["text"]

    async def receive_bytes(self):
        return (await self._next())["bytes"]

    async def receive_json(self, mode="text"):
        message = await self._next()
        return _json.loads(message["text"] if mode == "text" else message["bytes"].decode("utf-8"))

    async def _each(self, receive):
        try:
            while True:
                yield await receive()
        except WebSocketDisconnect:
            pass

    def iter_text(self):
        return self._each(self.receive_text)

    def iter_bytes(self):
        return self._each(self.receive_bytes)

    def iter_json(self):
        return self._each(self.receive_json)

    async def send_text(self, data):
        await self.send({"type": "websocket.send", "text": data})

    async def send_bytes(self, data):
        await self.send({"type": "websocket.send", "bytes": data})

    async def send_json(self, data, mode="text"):
        text = _json.dumps(data, separators=(",", ":"), ensure_ascii=False)
        await (self.send_text(text) if mode == "text" else self.send_bytes(text.encode("utf-8")))

    async def close(self, code=1000, reason=None):
        await self.send({"type": "websocket.close", "code": code, "reason": reason or ""})

    async def send_denial_response(self, response):
        await response(self.scope, self._receive, self.send)


class WebSocketClose:
    def __init__(self, code=1000, reason=None):
        self.code, self.reason = code, reason or ""

    async def __call__(self, scope, receive, send):
        await send({"type": "websocket.close", "code": self.code, "reason": self.reason})


__getattr__ = _lab.missing("starlette.websockets")
