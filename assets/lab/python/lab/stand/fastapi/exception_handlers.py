"""How exceptions are answered unless the app says otherwise."""

from fastapi.encoders import jsonable_encoder
from starlette.responses import JSONResponse, Response


async def http_exception_handler(request, exc):
    if exc.status_code in (204, 205, 304) or exc.status_code < 200:
        return Response(status_code=exc.status_code, headers=exc.headers)
    return JSONResponse({"detail": exc.detail}, exc.status_code, exc.headers)


async def request_validation_exception_handler(request, exc):
    return JSONResponse({"detail": jsonable_encoder(exc.errors())}, 422)


async def websocket_request_validation_exception_handler(websocket, exc):
    await websocket.close(code=1008, reason=jsonable_encoder(exc.errors()))
