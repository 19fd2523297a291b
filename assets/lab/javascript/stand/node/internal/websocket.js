// The browser's WebSocket client: the lab's network has no sockets that stay open for it.

const { lacks } = require("internal/lacks");

class WebSocket {
  constructor() {
    lacks("WebSocket client", "the package ws and client.ws are there");
  }
}

module.exports = { WebSocket };
