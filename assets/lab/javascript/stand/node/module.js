// `node:module`

const { typeError } = require("internal/errors");
const { lackNames } = require("internal/lacks");

const builtinModules = "_http_agent _http_client _http_common _http_incoming _http_outgoing _http_server _stream_duplex _stream_passthrough _stream_readable _stream_transform _stream_wrap _stream_writable _tls_common _tls_wrap assert assert/strict async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns dns/promises domain events fs fs/promises http http2 https inspector inspector/promises module net os path path/posix path/win32 perf_hooks process punycode querystring readline readline/promises repl stream stream/consumers stream/promises stream/web string_decoder sys timers timers/promises tls trace_events tty url util util/types v8 vm wasi worker_threads zlib".split(" ");
const PREFIXED = ["sea", "sqlite", "test", "test/reporters"];

function isBuiltin(name) {
  const bare = String(name).replace(/^node:/, "");
  return builtinModules.includes(bare) || (String(name).startsWith("node:") && PREFIXED.includes(bare));
}

/** A `require` that looks from where `from` lies. */
function createRequire(from) {
  const path = typeof from === "string" && !from.startsWith("file:") ? from : require("internal/url").fileURLToPath(from);
  if (!path.startsWith("/")) throw typeError("ERR_INVALID_ARG_VALUE", `The argument 'filename' must be a file URL object, file URL string, or absolute path string. Received '${from}'`);
  return typeof host.createRequire === "function" ? host.createRequire(path) : require("internal/lacks").lacks("module.createRequire");
}

function Module() {}
Object.assign(Module, { Module, builtinModules, isBuiltin, createRequire, syncBuiltinESMExports() {}, globalPaths: [], _extensions: Object.create(null) });
module.exports = Module;
lackNames(Module, "module", "register registerHooks findSourceMap SourceMap enableCompileCache findPackageJSON stripTypeScriptTypes wrap runMain _load _resolveFilename _cache _nodeModulePaths");
