"""What `starlette.websockets` has."""

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

__all__ = ["WebSocket", "WebSocketDisconnect", "WebSocketState"]
__getattr__ = _lab.missing("fastapi.websockets")
