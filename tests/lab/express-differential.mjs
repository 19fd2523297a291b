// Sends the requests of the differential test to the real Express and prints them with what came back, as JSON.
//
//     node express-differential.mjs FOLDER [4|5]
//
// FOLDER has the packages of package.json here in its node_modules, or is that folder. The app is copied beside the static
// files that it serves into a folder of its own, which is deleted at the end.
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { request as send } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { requests } from "./express-differential-requests.mjs";
import { files, links } from "./express-differential-files.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const folder = process.argv[2];
const version = Number(process.argv[3] ?? 5);
const home = mkdtempSync(join(tmpdir(), "express-differential-"));

for (const [name, text] of Object.entries(files)) {
  const path = join(home, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  utimesSync(path, 1_600_000_000, 1_600_000_000);
}
for (const [name, target] of Object.entries(links)) symlinkSync(target, join(home, name));
for (const name of ["app", "answers"]) cpSync(join(here, `express-differential-${name}.cjs`), join(home, `express-differential-${name}.cjs`));

const real = createRequire(join(folder, "package.json"));
const local = createRequire(join(home, "x.js"));
const wrapped = (name) => {
  if (name.startsWith(".")) return local(name);
  return real(name === "express" && version === 4 ? "express4" : name);
};
for (const name of ["error", "warn"]) console[name] = () => {};
process.chdir(home);
const app = local("./express-differential-app.cjs")(wrapped, version);
const server = app.listen(0, "127.0.0.1");
await new Promise((resolve) => server.once("listening", resolve));
const { port } = server.address();
const jars = {};

function once({ who, method, path, headers, body }) {
  return new Promise((resolve) => {
    const has = (name) => headers.some(([n]) => n.toLowerCase() === name);
    const all = [];
    if (!has("host")) all.push("Host", "localhost");
    for (const [name, value] of headers) all.push(name, value);
    if (!has("user-agent")) all.push("User-Agent", "lab");
    if (!has("accept")) all.push("Accept", "*/*");
    if (who && jars[who]) all.push("Cookie", Object.entries(jars[who]).map(([n, v]) => `${n}=${v}`).join("; "));
    const bytes = body === null ? null : Buffer.from(body, "latin1");
    if (bytes !== null || /^(POST|PUT|PATCH)$/i.test(method)) all.push("Content-Length", String(bytes ? bytes.length : 0));
    all.push("Connection", "close");
    const target = path.replace(/[^\x21-\x7e]/gu, (char) => encodeURIComponent(char)).split("#")[0];
    let req;
    const fail = (error) => resolve({ failed: error.code ?? error.message });
    try {
      req = send({ host: "127.0.0.1", port, method, path: target, headers: all, setHost: false, agent: false }, (res) => {
        const pieces = [];
        res.on("data", (piece) => pieces.push(piece));
        res.on("error", fail);
        res.on("end", () => {
          for (const line of who ? res.headers["set-cookie"] ?? [] : []) {
            const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
            (jars[who] ??= {})[name] = value;
          }
          resolve({ status: res.statusCode, headers: res.rawHeaders, body: Buffer.concat(pieces).toString("latin1") });
        });
      });
    } catch (error) {
      fail(error);
      return;
    }
    req.on("error", fail);
    req.end(bytes ?? undefined);
  });
}

const answers = [];
for (const one of requests) answers.push(await once(one));
server.close();
server.closeAllConnections();
rmSync(home, { recursive: true, force: true });
process.stdout.write(JSON.stringify({ requests, answers, files, links }), () => process.exit(0));
