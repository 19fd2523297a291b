// `node:https`

const http = require("http");
const { Agent: PlainAgent, ClientRequest, globalAgents } = require("internal/http_client");
const { isURL, URL, urlToHttpOptions } = require("internal/url");

class Agent extends PlainAgent {
  constructor(options) {
    super(options);
    this.defaultPort = 443;
    this.protocol = "https:";
    this.maxCachedSessions = options?.maxCachedSessions ?? 100;
  }
  createConnection(options, done) { return require("tls").connect({ ...options, servername: options.servername }, done); }
}
globalAgents.https = new Agent({ keepAlive: true });

function request(input, given, callback) {
  let options = given;
  let done = callback;
  let base = {};
  if (typeof input === "string") base = urlToHttpOptions(new URL(input));
  else if (isURL(input)) base = urlToHttpOptions(input);
  else [options, done] = [input, given];
  if (typeof options === "function") [options, done] = [{}, options];
  return new ClientRequest({ ...base, ...(options ?? {}), _defaultAgent: globalAgents.https }, done);
}

/** An https server answers the lab's client as an http one does, over a secure socket. */
const createServer = (options, listener) => http.createServer(typeof options === "function" ? {} : options, typeof options === "function" ? options : listener);

module.exports = {
  Agent, request, createServer, Server: http.Server,
  get(...given) {
    const made = request(...given);
    made.end();
    return made;
  },
};
Object.defineProperty(module.exports, "globalAgent", { configurable: true, enumerable: true, get: () => globalAgents.https, set: (agent) => void (globalAgents.https = agent) });
