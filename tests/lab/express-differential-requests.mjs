// The requests of the differential test: `{ who, method, path, headers, body }`, headers as pairs, bodies as Latin-1 texts.
import { createHmac } from "node:crypto";
import { deflateSync, gzipSync } from "node:zlib";

const out = [];

function add(method, path, { headers = [], body, type, who = "" } = {}) {
  const pairs = Array.isArray(headers) ? [...headers] : Object.entries(headers);
  if (type !== undefined) pairs.push(["Content-Type", type]);
  out.push({ who, method, path, headers: pairs, body: body === undefined ? null : Buffer.isBuffer(body) ? body.toString("latin1") : Buffer.from(body, "utf8").toString("latin1") });
}

const words = (text) => text.trim().split(/\s+/);

// --- routing ---
for (const path of words(`/ /nope /nope/ //nope /loose /loose/ /LOOSE /loose?x=1 /loose/? /loose// /sensitive/Case /sensitive/case /sensitive/Case/ /sensitive/strict
  /sensitive/strict/ /user/5 /user/5/ /user/%41 /user/a%2Fb /user/a%20b /user/%zz /user/%E0%A4 /user/ /user/.. /user/%2e%2e /user/a.b /user/a:b /user/%00 /user/é /user/a;b=1 /user/__proto__
  /user/7/file/a.txt /user/7/file/a.b.c /user/7/file/.x /range/1-2 /range/1-2-3 /range/-1-2 /range/a- /re/5 /re/x /re/5/ab /re/5/ab/ /RE/5 /named/2024-05 /named/2024-05/x /named/24-5
  /alpha /beta/2 /beta /wild/ /wild /wild/a /wild/a/b /wild/a%2Fb/c /wild//a /wild/a/ /wild/../x /wild/%2e%2e%2fetc /opt/1 /opt/1/2 /opt/1/2/3 /opt/1/ /num/5 /num/x /num/5x /acd /abcd /abbcd
  /xw /xyzw /plus/a /plus/a/b /star/a/b/c /files/end /files/a/end /files/a/b/end /quoted/x /escaped/:id /escaped/5 /multi /mount/ana /mount/ana/ /mount/ana/deep/1 /mount/ana/deep/1/ /mount/ana/out
  /mount/ana/error /mount/ana/none /mount//deep/1 /mount/a%2Fb/deep/%31 /MOUNT/ana/deep/1 /mountain /noparams/ana/x /sub /sub/ /sub2 /sub2/x /sub/boom /subx /sub.x /sub/../sub /prefix /prefix/ /prefix/a?b=1
  /prefix?x /prefixed /prefix-a /prefix.json /prefix%2Fa /param/ok /param/bad /param/OK /chain /rewrite /rewrite?z=9 /method /own-options /only-head /%2F /%6Coose /loose%20 /loose%00
  /late /next-error /next-string /rejects /echo /echo/ /echo?a=b#c /echo?%zz /echo?a=%C3%A4&b=%FF&c=+x /user/5?id=6 /static%2Fa.txt //evil.test/echo /./loose /a/../loose`)) {
  add("GET", path);
}
for (const path of words("/loose /user/5 /chain /nope /only-head /own-options /sub /mount/ana /echo /answer/string /json /static/a.txt /param/ok /prefix /late")) {
  for (const method of words("HEAD OPTIONS POST PUT DELETE PATCH TRACE FOO")) add(method, path);
}

// --- headers, addresses, negotiation ---
for (const headers of [
  { "X-A": "1", "x-b": "2" }, [["X-Two", "1"], ["x-two", "2"]], [["Accept", "a/b"], ["Accept", "c/d"]], [["Authorization", "one"], ["Authorization", "two"]],
  [["X-Forwarded-For", "9.9.9.9"], ["X-Forwarded-For", "8.8.8.8"]], [["Cookie", "a=1"], ["Cookie", "b=2"]], [["User-Agent", "x"], ["User-Agent", "y"]], { "__proto__x": "1" },
  { "X-Requested-With": "XMLHttpRequest" }, { Host: "Example.COM:8080" }, { Host: "a.b.example.com" }, { Host: "[::1]:80" }, { Host: "10.0.0.1" }, { Host: "evil.test/path" }, { Host: "a@b" },
  { "X-Forwarded-Host": "evil.test" }, { "X-Forwarded-Proto": "https" }, { "X-HTTP-Method-Override": "DELETE" }, { "X-Original-URL": "/admin" }, { Expect: "x" }, { "X-Latin": "caf\u00e9" }, { "X-Empty": "" },
  { "X-Space": "  a b  " }, { "X-Tab": "a\tb" }, { Referer: "http://r.test/" }, { "If-None-Match": "*" }, { Origin: "null" },
]) add("GET", "/echo?q=1", { headers });
const forwarded = [
  {}, { "X-Forwarded-For": "1.2.3.4" }, { "X-Forwarded-For": "1.2.3.4, 10.1.1.1" }, { "X-Forwarded-For": "6.6.6.6, 1.2.3.4, 10.1.1.1, 192.168.0.9" }, { "X-Forwarded-For": "" }, { "X-Forwarded-For": "evil, 127.0.0.1" },
  { "X-Forwarded-For": " , 5.5.5.5 ,, 10.0.0.7" }, { "X-Forwarded-For": "::1, fc00::1" }, { "X-Forwarded-For": "::ffff:10.0.0.1" }, { "X-Forwarded-For": "1.2.3.4:80" }, { "X-Forwarded-For": "127.0.0.1" },
  { "X-Forwarded-Proto": "https" }, { "X-Forwarded-Proto": "http, https" }, { "X-Forwarded-Proto": " HTTPS" }, { "X-Forwarded-Host": "front.example.com:444" }, { "X-Forwarded-Host": "a.test, b.test" },
  [["X-Forwarded-Host", "a.test"], ["X-Forwarded-Host", "b.test"]], { "X-Forwarded-Host": "" }, { "X-Real-IP": "3.3.3.3" }, { Forwarded: "for=4.4.4.4" }, { "x-forwarded-for": "7.7.7.7", Host: "sub.dom.example.org" },
];
for (const name of words("all one two loopback net list six off zero mask call")) for (const headers of forwarded) add("GET", `/proxy/${name}`, { headers });
for (const type of ["application/json", "application/json; charset=utf-8", "application/vnd.api+json", "text/html", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "APPLICATION/JSON", "json", "", "text/html; bad", "application/json;", "a/b/c"]) {
  add("POST", "/is", { type, body: "x" });
  add("POST", "/is", { type });
}
for (const headers of [{}, { Accept: "text/html" }, { Accept: "application/json, text/html;q=0.5" }, { Accept: "text/*;q=0.8, image/png" }, { Accept: "*/*;q=0" }, { Accept: "nonsense" }, { "Accept-Encoding": "br;q=1, gzip;q=0.5" }, { "Accept-Encoding": "identity;q=0" },
  { "Accept-Language": "de-DE, en;q=0.8" }, { "Accept-Language": "fr" }, { "Accept-Charset": "latin1" }, { Accept: "text/html;level=1, application/json;q=0.9" }, { Accept: "" }]) {
  add("GET", "/accepts", { headers });
  add("GET", "/format", { headers });
  add("GET", "/format-default", { headers });
}
for (const headers of [{}, { Referer: "a" }, { Referrer: "b" }, { "X-A": "c" }]) add("GET", "/get", { headers });
for (const Range of ["bytes=0-5", "bytes=5-", "bytes=-5", "bytes=5-1", "bytes=2000-", "bytes=a-b", "items=0-5", "bytes=0-5,10-20", "bytes=0-5, 3-9", "bytes", "bytes=0-99999"]) {
  add("GET", "/range", { headers: { Range } });
  add("GET", "/static/a.txt", { headers: { Range } });
}

// --- queries ---
const queries = words(`a=1 a=1&a=2 a[]=1&a[]=2 a[0]=x&a[1]=y a[1]=x a[5]=x a[100]=x a[b]=1 a[b]=1&a=2 a=2&a[b]=1 a[b][c]=1 a[b][c][d][e][f][g]=1 a[$ne]=1 a[$gt]= a.b=1 a&b= =x a= [a]=1 a[=1 a]=1 a[b=1 a[]b=1 a[][b]=1&a[][b]=2
  __proto__[x]=1 constructor[prototype][x]=1 a[__proto__][x]=1 a[constructor]=1 hasOwnProperty=1 toString[x]=1 a[]= a[0]=1&a[2]=3 a=1&a[]=2 a[]=1&a=2 a[b]=1&a[b]=2 a[b]=1&a[]=2 %5B%5D=1 a%5Bb%5D=1 a%255Bb%255D=1 a=%zz a=%E4 a=+%2B
  a=1;b=2 a==b a=b=c &&a=1&& a[length]=5 a[0][b]=1&a[0][c]=2 a[00]=1 a[-1]=1 a[1e1]=1 a[b]=1&a[b][c]=2 a[0]=1&a[b]=2 a,b=1,2 a=1,2,3 ?a=1 a[]=1,2 x=1&__proto__=2 utf8=%E2%9C%93&a=1 a%00b=c`);
for (const query of ["", ...queries, Array.from({ length: 25 }, (x, i) => `a[]=${i}`).join("&"), Array.from({ length: 25 }, (x, i) => `a[${i}]=${i}`).join("&"), Array.from({ length: 1005 }, (x, i) => `p${i % 7}=${i}`).join("&")]) {
  add("GET", `/query/simple?${query}`);
  add("GET", `/query/extended?${query}`);
  add("GET", `/qs?${query}`);
}
for (const value of [{ a: 1, b: [1, 2], c: { d: "x y", e: null }, f: true }, { a: [], b: {}, c: "" }, { "a b": "ä&=", list: [{ x: 1 }, { y: [2] }] }, { n: null, u: "" }]) add("GET", `/qs-back?v=${encodeURIComponent(JSON.stringify(value))}`);

// --- bodies ---
const json = "application/json";
const bodies = ['{"a":1}', "{", "", "null", "[]", "[1,2]", '"x"', "1", "true", '{"a":1,"a":2}', "NaN", "{'a':1}", '{"__proto__":{"polluted":"yes"}}', '{"constructor":{"prototype":{"polluted":"yes"}}}', " \n{\"a\":1}", '\ufeff{"a":1}', '{"a":"\\ud800"}',
  '{"a":1}x', '{"deny":1}', `{"big":"${"x".repeat(1100)}"}`, `{"n":12345678901234567890}`, '{"a":1e999}', `${"[".repeat(50)}${"]".repeat(50)}`, '{"a":"\u2028ä"}', '{"a":\u00a01}'];
for (const body of bodies) for (const path of words("/json /json-loose /json-limit /json-verify /json-any /both /json-kb")) add("POST", path, { type: json, body });
for (const type of ["application/json; charset=utf-8", "application/json;charset=UTF-8", "application/json; charset=latin1", "application/json; charset=utf-16le", "application/json; charset=nonsense", "application/vnd.x+json", "text/json", "text/plain", "APPLICATION/JSON", "application/x-www-form-urlencoded", "", undefined, "application/json; charset", "application/json, text/plain"]) {
  for (const path of words("/json /json-type /json-any /json-fn /text /text-any /raw /form /both /none")) add("POST", path, { type, body: '{"a":"b"}', headers: path === "/json-fn" ? { "X-Json": "1" } : {} });
}
add("POST", "/json", { type: "application/json; charset=utf-16le", body: Buffer.from('{"a":"\u00e4"}', "utf16le") });
for (const [encoding, bytes] of [["gzip", gzipSync('{"a":"zip"}')], ["deflate", deflateSync('{"a":"def"}')], ["GZIP", gzipSync('{"a":1}')], ["gzip", Buffer.from("not gzip")], ["identity", Buffer.from("{}")], ["br2", Buffer.from("x")], ["gzip", gzipSync(`{"a":"${"0".repeat(200000)}"}`)]]) {
  for (const path of words("/json /json-noinflate /json-limit /raw /form")) add("POST", path, { type: path === "/form" ? "application/x-www-form-urlencoded" : json, body: bytes, headers: { "Content-Encoding": encoding } });
}
for (const path of words("/json /form /raw /text-any /json-kb")) add("POST", path, { type: path === "/form" ? "application/x-www-form-urlencoded" : json, body: `{"a":"${"x".repeat(102500)}"}` });
for (const method of words("PUT GET DELETE")) add(method, "/json", { type: json, body: '{"m":1}' });
const form = "application/x-www-form-urlencoded";
for (const body of [...queries, "a=1&b=2&c=3", "a[b][c]=1", "name=%C3%A4+x", "x".repeat(20), "a[b][c][d]=1", `${"a".repeat(5)}=${"b".repeat(30)}`]) {
  for (const path of words("/form /form-simple /form-few /form-flat /form-limit")) add("POST", path, { type: form, body });
}
add("POST", "/form", { type: `${form}; charset=iso-8859-1`, body: "a=%E4" });
add("POST", "/form", { type: `${form}; charset=utf-16`, body: "a=1" });
add("POST", "/form", { type: form, body: Array.from({ length: 150 }, (x, i) => `a[]=${i}`).join("&") });
add("POST", "/form", { type: form, body: Array.from({ length: 1001 }, () => "a=1").join("&") });
add("POST", "/form", { type: form, body: `a${"[b]".repeat(33)}=1` });
for (const path of words("/text /text-any /raw /raw-default /none /stream /iterate /pipe")) {
  for (const [type, body] of [["text/plain", "häl\u20acl\u00f6"], ["text/plain; charset=latin1", Buffer.from([0xe4, 0x41])], ["application/octet-stream", Buffer.from([0, 255, 10])], ["text/plain", ""], ["text/plain; charset=x-none", "x"]]) add("POST", path, { type, body });
}
add("POST", "/stream", { body: "y".repeat(200000) });

// --- answers ---
const kinds = words(`string empty object array null undefined true number buffer view json jsonstring jsonnull status201 status204 status304 status205 sendStatus sendStatus999 typed typejson typepng typeunknown typehtml charset end write head
  set append link vary attachment attachment2 attachment3 etag tagged unicode badheader badname badchar latin undefinedheader badstatus stringstatus writeaftersend links2 contenttypearray getheader removed appendHeader throws throwstatus throwstring
  statuscode badcode cookies cookies2 cookies3 cookiebad cookiebad2 cookiebad3 cookiebad4 cookiebad5 redirect redirect301 redirectfull redirecteval redirectslashes redirectback redirectcrlf location redirectpercent redirectempty jsonescape spaces nothing`);
for (const kind of kinds) {
  add("GET", `/answer/${kind}`);
  add("HEAD", `/answer/${kind}`);
  add("GET", `/answer/${kind}`, { headers: { "X-Default": "1", Accept: "text/html" } });
}
for (const headers of [{ "If-None-Match": "*" }, { "If-None-Match": '"mine"' }, { "If-None-Match": 'W/"mine"' }, { "If-None-Match": '"other", "mine"' }, { "If-None-Match": '"other"' }, { "If-None-Match": '"mine"', "Cache-Control": "no-cache" }, { "If-Modified-Since": "Mon, 01 Jan 2035 00:00:00 GMT" }]) {
  add("GET", "/answer/etag", { headers });
  add("POST", "/answer/etag", { headers });
}
for (const query of ["callback=cb", "callback=a.b[0]", "callback=alert(1)//", "callback[]=x", "callback=", "", "callback=a&callback=b"]) add("GET", `/jsonp?${query}`);
for (const to of ["/ok", "//evil.test", "/\\evil.test", "\\\\evil.test", "https://evil.test/a b", "https://good.test@evil.test", "javascript:alert(1)", "/a\tb", "/%0d%0aX:1", "/é?q=<script>", "https://[::1]/", "http:///x", "https://evil.test\\@good.test/", "", "?a=1", "#x", "/%", "https://ex\u00e4mple.test/p"]) {
  add("GET", `/go?to=${encodeURIComponent(to)}`);
  add("GET", `/go?to=${encodeURIComponent(to)}`, { headers: { Accept: "text/html" } });
  add("GET", `/loc?to=${encodeURIComponent(to)}`);
}
add("GET", "/go?to=a&to=b");
for (const value of ["", "a", "ä€😀", "x".repeat(3000)]) add("GET", `/tag?v=${encodeURIComponent(value)}`);

// --- cookies and sessions ---
const sign = (value, secret) => `s:${value}.${createHmac("sha256", secret).update(value).digest("base64").replace(/=+$/, "")}`;
for (const cookie of ["a=1", "a=1; b=2", "a=1;b=2;a=3", 'q="quoted"', "e=%20x%2", "n", "=v", "a = 1 ; b", "j=j:{\"a\":1}", "j=j:{bad", "j=j%3A%7B%22a%22%3A1%7D", "__proto__=1", `s=${encodeURIComponent(sign("ana", "s3cret"))}`, `s=${sign("ana", "old")}`, `s=${sign("ana", "wrong")}`, "s=s:ana.x", "s=s:ana", "s=s:",
  `o=${encodeURIComponent(sign('j:{"r":"admin"}', "s3cret"))}`, "a=b=c", "a=1,b=2", "a=\u00e4", "hasOwnProperty=1", "a=%00", "", " ", "a=%E0%A4%A"]) {
  add("GET", "/cookies", { headers: { Cookie: cookie } });
  add("GET", "/cookies-plain", { headers: { Cookie: cookie } });
}
add("GET", "/sign");
add("GET", "/sign-none");
for (const step of words("/lazy/none /lazy/get /lazy/set /lazy/set /lazy/get /lazy/save /lazy/regenerate /lazy/get /lazy/destroy /lazy/get /lazy/set /eager /eager /secure /lazy/none")) add("GET", step, { who: "ana" });
add("GET", "/lazy/get", { who: "bob" });
add("GET", "/lazy/get", { headers: { Cookie: `connect.sid=${encodeURIComponent("s:fixed.badsignature")}` } });
add("GET", "/lazy/set", { headers: { Cookie: `connect.sid=${encodeURIComponent(sign("attackers-choice", "keyboard"))}` } });
add("GET", "/lazy/get", { headers: { Cookie: "connect.sid=plain" } });
add("GET", "/secure", { headers: { "X-Forwarded-Proto": "https" } });

// --- files ---
const names = words(`a.txt sub/ sub sub/index.html sub/b.json .hidden .git/config .well-known/x none.txt ../secret.txt ..%2fsecret.txt %2e%2e/secret.txt sub/../a.txt sub/%2e%2e/%2e%2e/secret.txt ..%5csecret.txt a%00.txt %61.txt a.txt/ page page.html link.txt
  linkdir/secret.txt sub/../../secret.txt //a.txt /etc/passwd %2fetc%2fpasswd a%20b.txt ünï.txt big.svg data.bin script.js ..;/secret.txt .../a.txt a.txt%20 A.TXT sub//index.html %zz`);
for (const name of ["", ...names]) for (const base of words("/static/ /static-deny/ /static-allow/")) add("GET", base + name);
for (const path of words("/static /static-deny /static? /static/sub?x=1 /static//evil.test/ /static/sub/..%2f /static//sub")) add("GET", path);
for (const headers of [{ "If-Modified-Since": "Mon, 01 Jan 2035 00:00:00 GMT" }, { "If-None-Match": "*" }, { "If-Match": '"x"' }, { "If-Unmodified-Since": "Mon, 01 Jan 2001 00:00:00 GMT" }, { Range: "bytes=0-1", "If-Range": '"x"' }]) add("GET", "/static/a.txt", { headers });
for (const name of [...names.map((n) => { try { return decodeURIComponent(n); } catch { return n; } }), "/etc/passwd", "sub/../../secret.txt"]) {
  for (const base of words("/file /file-next /file-dots /file-joined /download-root")) add("GET", `${base}?name=${encodeURIComponent(name)}`);
}
for (const path of words("/file-relative /file-none /file-object /file-object?a=1 /file?name=a.txt&name=b /download /download?as=x.pdf /download?as=%C3%BC%E2%82%AC.txt /download?as=a%22b.html /download?as=../../x /download?as=a%0d%0ab /download?as=")) add("GET", path);

// --- packages ---
for (const name of words("all reflect credentials star fixed list none methods call continue status perreq")) {
  for (const headers of [{}, { Origin: "https://good.test" }, { Origin: "https://evil.test" }, { Origin: "https://a.trusted.test" }, { Origin: "https://eviltrusted.test" }, { Origin: "null" }, { Origin: "https://bad.test" }, { Origin: "https://evil.test", "X-Open": "1" }]) {
    add("GET", `/cors/${name}`, { headers });
    add("OPTIONS", `/cors/${name}`, { headers: { ...headers, "Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "X-A, X-B" } });
  }
}
for (let i = 0; i < 4; i++) add("GET", "/limited");
add("GET", "/limited", { headers: { "X-Key": "other" } });
add("GET", "/helmet");
add("GET", "/helmet-some");
const encode = (value) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
const token = (header, payload, secret = "secret-a", hash = "sha256") => {
  const input = `${encode(header)}.${encode(payload)}`;
  return `${input}.${secret === null ? "" : createHmac(hash, secret).update(input).digest("base64url")}`;
};
const hs = { alg: "HS256", typ: "JWT" };
const tokens = [token(hs, { a: 1 }), token(hs, { a: 1 }, "secret-b"), token({ alg: "none", typ: "JWT" }, { a: 1 }, null), token({ alg: "None" }, { a: 1 }, null), token({ alg: "HS512", typ: "JWT" }, { a: 1 }, "secret-a", "sha512"), token(hs, { exp: 1 }), token(hs, { exp: 4e9, nbf: 3.9e9 }),
  token(hs, { exp: "x" }), token(hs, { nbf: "x" }), token(hs, { aud: "me", iss: "them", sub: "ana", jti: "7", nonce: "n", iat: 1000 }), token(hs, { aud: ["me", "you"] }), token({ alg: "HS256" }, { a: 1 }), token(hs, "text"), token({ alg: "RS256", typ: "JWT" }, { a: 1 }), token({ typ: "JWT" }, { a: 1 }), "a.b.c", "a.b", "", "..", null, 5,
  `${token(hs, { a: 1 })}x`, `${token(hs, { a: 1 })} `, `Bearer ${token(hs, { a: 1 })}`, token({ alg: "HS256", typ: "JWT", kid: "../x" }, { a: 1 }), token({ alg: "HS256" }, "[1]"), token(hs, "null")];
const checks = [{}, { algorithms: ["HS256"] }, { algorithms: ["none"] }, { algorithms: ["HS256", "none"] }, { algorithms: ["RS256"] }, { audience: "me" }, { audience: ["x", "you"] }, { issuer: "them" }, { issuer: ["a", "them"] }, { subject: "ana" }, { jwtid: "7" }, { nonce: "n" }, { nonce: "" }, { maxAge: "1h" }, { maxAge: "50y" }, { maxAge: "soon" }, { maxAge: 10 }, { ignoreExpiration: true },
  { clockTimestamp: 0.5 }, { clockTimestamp: "x" }, { clockTolerance: 4e9 }, { complete: true }, { ignoreNotBefore: true }, { clockTimestamp: 2000, maxAge: "30m" }, { algorithms: "HS256" }, { allowInvalidAsymmetricKeyTypes: 1 }];
const post = (value) => add("POST", "/jwt", { type: json, body: JSON.stringify(value) });
for (const one of tokens) {
  for (const options of checks) post({ token: one, options });
  post({ token: one, key: null });
  post({ token: one, key: null, options: { algorithms: ["none"] } });
  post({ token: one, key: "" });
  post({ token: one, decode: true });
  post({ token: one, decode: true, options: { complete: true } });
}
const fixed = { iat: 1000 };
for (const [payload, sign_, key] of [[{ ...fixed, a: 1 }, {}], [{ ...fixed }, { expiresIn: "1h" }], [{ ...fixed }, { expiresIn: 60 }], [{ ...fixed }, { expiresIn: "60" }], [{ ...fixed }, { expiresIn: "soon" }], [{ ...fixed }, { expiresIn: 1.5 }], [{ ...fixed, exp: 5 }, { expiresIn: 5 }], [{ ...fixed }, { notBefore: "2 days" }], [{ ...fixed }, { algorithm: "HS512" }],
  [{ ...fixed }, { algorithm: "none" }, null], [{ ...fixed }, { algorithm: "none" }], [{ ...fixed }, { algorithm: "RS256" }], [{ ...fixed }, { algorithm: "odd" }], [{ ...fixed }, { audience: "a", issuer: "i", subject: "s", jwtid: "j", keyid: "k" }], [{ ...fixed, aud: "x" }, { audience: "a" }], [{ ...fixed }, { header: { typ: "x", x: 1 } }], [{ ...fixed }, { unknown: 1 }], ["text", {}],
  ["text", { expiresIn: 5 }], [{ ...fixed, exp: "x" }, {}], [{ ...fixed }, {}, null], [{ ...fixed }, {}, ""], [5, {}], [null, {}], [[1], {}], [{ ...fixed }, { noTimestamp: true }], [{ iat: "x" }, {}], [{ ...fixed }, { expiresIn: "" }], [{ ...fixed }, { audience: 5 }]]) post({ payload, sign: sign_, key });

export const requests = out;
