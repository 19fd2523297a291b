"""`fastapi`: routes whose parameters are read from annotations."""

__version__ = "0.165.0"

_PARTS = {
    "fastapi.applications": "FastAPI",
    "fastapi.routing": "APIRouter",
    "fastapi.params": "Path Query Header Cookie Body Form File Depends Security",
    "fastapi.exceptions": "HTTPException WebSocketException",
    "fastapi.datastructures": "UploadFile",
    "starlette.background": "BackgroundTasks",
    "starlette.requests": "Request",
    "starlette.responses": "Response",
    "starlette.websockets": "WebSocket WebSocketDisconnect",
}
_TABLE = {name: part for part, names in _PARTS.items() for name in names.split()}
_lazily = _lab.lazy("fastapi", _TABLE)


def __getattr__(name):
    return _lab.load("starlette.status") if name == "status" else _lazily(name)
