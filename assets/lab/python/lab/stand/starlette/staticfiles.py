"""Files of a folder."""

import os

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import get_route_path


class StaticFiles:
    def __init__(self, *, directory=None, packages=None, html=False, check_dir=True, follow_symlink=False):
        if packages:
            _lab.lacks("StaticFiles(packages=...)", "directory=")
        self.directory, self.html, self.follow_symlink = directory, html, follow_symlink
        if check_dir and directory is not None and not os.path.isdir(directory):
            raise RuntimeError(f"Directory '{directory}' does not exist")

    async def __call__(self, scope, receive, send):
        path = os.path.normpath(os.path.join(*get_route_path(scope).split("/")))
        response = await self.get_response(path, scope)
        await response(scope, receive, send)

    def lookup_path(self, path):
        if path.startswith(("/", "\\")) or self.directory is None:
            return "", None
        joined = os.path.join(self.directory, path)
        made = os.path.abspath if self.follow_symlink else os.path.realpath
        full, folder = made(joined), made(self.directory)
        if os.path.commonpath([full, folder]) != folder:
            return "", None
        try:
            return full, os.stat(full)
        except (FileNotFoundError, NotADirectoryError):
            return "", None

    async def get_response(self, path, scope):
        if scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(405, headers={"Allow": "GET, HEAD"})
        try:
            full, found = self.lookup_path(path)
        except PermissionError:
            raise HTTPException(401) from None
        except ValueError:
            raise HTTPException(404) from None
        if found and os.path.isfile(full):
            return self.file_response(full, found, scope)
        if found and os.path.isdir(full) and self.html:
            full, found = self.lookup_path(os.path.join(path, "index.html"))
            if found is not None and os.path.isfile(full):
                if not scope["path"].endswith("/"):
                    return RedirectResponse(scope["path"] + "/")
                return self.file_response(full, found, scope)
        if self.html:
            full, found = self.lookup_path("404.html")
            if found:
                return FileResponse(full, stat_result=found, status_code=404)
        raise HTTPException(404)

    def file_response(self, full_path, stat_result, scope, status_code=200):
        asked, response = Headers(scope=scope), FileResponse(full_path, status_code, stat_result=stat_result)
        tags = asked.get("if-none-match")
        http = _lab.load("werkzeug.http")
        if tags:
            same = tags.strip() == "*" or response.headers["etag"] in [t.strip().removeprefix("W/") for t in tags.split(",")]
        else:
            since = http.parse_date(asked.get("if-modified-since"))
            same = since is not None and since >= http.parse_date(response.headers["last-modified"])
        if not same:
            return response
        made = Response(status_code=304)
        kept = (b"cache-control", b"content-location", b"date", b"etag", b"expires", b"vary")
        made.raw_headers = [(k, v) for k, v in response.raw_headers if k in kept]
        return made
