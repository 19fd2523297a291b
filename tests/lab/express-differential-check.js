// Compares the lab's answers with the real ones: `CASES` holds `[request, answer]` pairs.
import { app } from "./server.js";

const SKIP = new Set(["date", "connection", "keep-alive", "last-modified", "x-ratelimit-reset", "ratelimit-reset"]);

// What differs for good reason: session ids, moments, stacks, folders, how the engine words its own errors.
function mask(text) {
  return text
    .replace(/connect\.sid=[^;]*|\bsid=s%3A[^;]*/g, "sid=*")
    .replace(/Expires=[^;]*/g, "Expires=*")
    .replace(/"expires":"[^"]*"/g, "")
    .replace(/(<pre>[^<]*)(<br>.*)?<\/pre>/s, "$1</pre>")
    .replace(/\/tmp\/express-differential-\w+|\/app(?=\/)/g, "HOME")
    .replace(/[Cc]annot read propert[^"]*|("name":"SyntaxError","message":").*(?="})/g, "$1cannot read")
    .replace(/^W\/"([0-9a-f]+)-[0-9a-f]{9,12}"$/, 'W/"$1"');
}

const latin = (bytes) => {
  let out = "";
  for (let i = 0; i < bytes.length; i += 4096) out += String.fromCharCode(...bytes.subarray(i, i + 4096));
  return out;
};

const clients = new Map();
let different = 0;
for (const [request, real] of CASES) {
  const { who, method, path, headers, body } = request;
  if (!clients.has(who)) clients.set(who, client(app, who || "lab"));
  const browser = who ? clients.get(who) : client(app, "lab");
  const options = { headers, ...(body === null ? {} : { body: Uint8Array.from(body, (char) => char.charCodeAt(0)) }) };
  const answer = await browser.request(method, path, options);
  const found = [];
  const say = (what, a, b) => found.push(`${what}: real ${String(a).slice(0, 300)} | lab ${String(b).slice(0, 300)}`);
  if (real.failed) {
    if (!answer.problem) say("outcome", real.failed, answer.status);
  } else {
    const [realBody, labBody] = [mask(real.body), mask(latin(answer.data))];
    const vague = /<title>Error<\/title>|HOME|cannot read/.test(realBody);
    if (real.status !== answer.status) say("status", real.status, answer.problem ?? answer.status);
    if (realBody !== labBody) say("body", realBody, labBody);
    const realHeaders = {};
    for (let i = 0; i < real.headers.length; i += 2) (realHeaders[real.headers[i].toLowerCase()] ??= []).push(mask(real.headers[i + 1]));
    for (const name of new Set([...Object.keys(realHeaders), ...Object.keys(answer.headers)])) {
      if (SKIP.has(name) || (vague && (name === "content-length" || name === "etag"))) continue;
      const [a, b] = [JSON.stringify(realHeaders[name]), JSON.stringify(answer.headers.has(name) ? answer.headers.all(name).map(mask) : undefined)];
      if (a !== b) say(name, a, b);
    }
  }
  if (found.length) {
    different += 1;
    note(`${method} ${path.slice(0, 200)} ${JSON.stringify(headers).slice(0, 200)} ${(body ?? "").slice(0, 100)}`, found.join("\n    "), "DIFFERENT");
  }
}
expect(different === 0, `${different} of ${CASES.length} answers differ`);
