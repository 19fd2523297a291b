// `node:http`: server and client.

const server = require("_http_server");
const { OutgoingMessage } = require("internal/http_outgoing");
const { Agent, ClientRequest, globalAgents, validateHeaderName, validateHeaderValue } = require("internal/http_client");
const { lackNames } = require("internal/lacks");

const request = (...given) => new ClientRequest(...given);

module.exports = {
  METHODS: server.METHODS, STATUS_CODES: server.STATUS_CODES, Server: server.Server, ServerResponse: server.ServerResponse, IncomingMessage: server.IncomingMessage,
  createServer: server.createServer, OutgoingMessage, Agent, ClientRequest, request, validateHeaderName, validateHeaderValue, maxHeaderSize: 16384, setMaxIdleHTTPParsers() {},
  get(...given) {
    const made = request(...given);
    made.end();
    return made;
  },
};
Object.defineProperty(module.exports, "globalAgent", { configurable: true, enumerable: true, get: () => globalAgents.http, set: (agent) => void (globalAgents.http = agent) });
lackNames(module.exports, "http", "WebSocket CloseEvent MessageEvent _connectionListener setGlobalProxyFromEnv");
