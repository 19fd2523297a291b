"use strict";
// Handlers of the fetch style: a `Request` goes in, a `Response` comes out.

/** A request listener for a handler `(request) => response`. */
exports.listener = (handler) =>
  function listener(req, res) {
    const pieces = [];
    req.on("data", (piece) => pieces.push(piece));
    req.on("end", () => {
      answer(handler, req, Buffer.concat(pieces)).then(
        async (response) => {
          const headers = [];
          for (const [name, value] of response.headers) if (name !== "set-cookie") headers.push(name, value);
          for (const line of response.headers.getSetCookie()) headers.push("set-cookie", line);
          const bytes = Buffer.from(await response.arrayBuffer());
          if (bytes.length && !response.headers.has("content-length")) headers.push("content-length", String(bytes.length));
          res.writeHead(response.status, response.statusText || undefined, headers);
          res.end(bytes);
        },
      ).catch((error) => {
        if (error && error.name === "LabLacks") throw error;
        res._raised(error);
        if (res.headersSent) res.destroy();
        else {
          res.statusCode = 500;
          res.end("Internal Server Error");
        }
      });
    });
  };

async function answer(handler, req, body) {
  const headers = new Headers();
  for (let i = 0; i < req.rawHeaders.length; i += 2) headers.append(req.rawHeaders[i], req.rawHeaders[i + 1]);
  const scheme = req.socket.encrypted ? "https" : "http";
  const hasBody = req.method !== "GET" && req.method !== "HEAD";
  const request = new Request(`${scheme}://${req.headers.host}${req.url}`, { method: req.method, headers, body: hasBody ? body : undefined });
  const response = await handler(request, { incoming: req, remoteAddress: req.socket.remoteAddress });
  if (!response || typeof response.arrayBuffer !== "function") throw new TypeError("the handler gave no Response");
  return response;
}
