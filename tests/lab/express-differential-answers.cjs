"use strict";
// The other half of the app of the differential test: what it answers.

module.exports = function answers(require, app, { version, handled, path, express, cookieParser, session, cors, jwt, rateLimit, helmet }) {
  const when = new Date(Date.UTC(2030, 0, 2, 3, 4, 5));
  const kinds = {
    string: (res) => res.send("text <b>"), empty: (res) => res.send(""), object: (res) => res.send({ a: 1, b: undefined, c: when }),
    array: (res) => res.send([1, null, undefined]), null: (res) => res.send(null), undefined: (res) => res.send(undefined), true: (res) => res.send(true),
    number: (res) => res.send(version === 4 ? "7" : 7), buffer: (res) => res.send(Buffer.from([1, 2, 255])), view: (res) => res.send(new Uint8Array([65, 66])),
    json: (res) => res.json({ html: "</script><!--", sep: "\u2028" }), jsonstring: (res) => res.json("a"), jsonnull: (res) => res.json(null),
    status201: (res) => res.status(201).send("made"), status204: (res) => res.status(204).send("gone"), status304: (res) => res.status(304).send("x"),
    status205: (res) => res.status(205).send("x"), sendStatus: (res) => res.sendStatus(403), sendStatus999: (res) => res.sendStatus(799),
    typed: (res) => res.type("text/csv").send("a,b"), typejson: (res) => res.type("json").send("{}"), typepng: (res) => res.type("png").send("x"),
    typeunknown: (res) => res.type("nonsense").send("x"), typehtml: (res) => res.type(".html").send("<p>"), charset: (res) => res.type("text/plain; charset=latin1").send("ä"),
    end: (res) => res.end("ended"), write: (res) => { res.write("a"); res.write(Buffer.from("b")); res.end("c"); },
    head: (res) => { res.writeHead(202, "Fine", { "X-A": "1", "Content-Type": "text/plain" }); res.end("head"); },
    headlist: (res) => { res.writeHead(200, ["X-A", "1", "X-A", "2"]); res.end("list"); },
    set: (res) => res.set({ "X-A": "1", "X-B": ["2", "3"] }).set("X-C", 5).send("set"), append: (res) => res.append("X-A", "1").append("X-A", ["2", "3"]).send("x"),
    link: (res) => res.links({ next: "/n", last: "/l" }).send("x"), vary: (res) => { res.vary("Origin"); res.vary(["Accept", "origin"]); res.send("x"); },
    attachment: (res) => res.attachment("a b\"€.pdf").send("x"), attachment2: (res) => res.attachment().send("x"), attachment3: (res) => res.attachment("../../etc/plain.html").send("x"),
    etag: (res) => res.set("ETag", '"mine"').send("tagged"), tagged: (res) => res.send("the same text each time"), unicode: (res) => res.send("ünïcödé ✓ 😀"),
    badheader: (res) => res.set("X-A", "a\r\nX-B: 1").send("x"), badname: (res) => res.set("X A", "1").send("x"), badchar: (res) => res.set("X-A", "€").send("x"),
    latin: (res) => res.set("X-A", "caf\u00e9").send("x"), undefinedheader: (res) => res.setHeader("X-A", undefined), badstatus: (res) => res.status(99).send("x"),
    stringstatus: (res) => res.status("404").send("x"), twice: (res) => { res.send("one"); res.setHeader("X", "1"); }, writeaftersend: (res) => { res.send("one"); res.status(500); },
    links2: (res) => res.set("Link", "<a>").links({ x: ["/1", "/2"] }).send("x"), contenttypearray: (res) => res.set("Content-Type", ["a", "b"]).send("x"),
    getheader: (res) => { res.set("X-A", "1"); res.json([res.get("x-a"), res.getHeaders()["x-a"], res.hasHeader("X-A"), res.getHeaderNames(), res.headersSent]); },
    removed: (res) => { res.removeHeader("X-Powered-By"); res.send("x"); }, appendHeader: (res) => { res.appendHeader("X-Q", "1"); res.appendHeader("x-q", "2"); res.send("x"); },
    throws: () => { throw new Error("thrown"); }, throwstatus: () => { throw Object.assign(new Error("teapot"), { status: 418, headers: { "X-Tea": "1" } }); },
    throwstring: () => { throw "a string"; }, statuscode: () => { throw Object.assign(new Error("sc"), { statusCode: 409 }); }, badcode: () => { throw Object.assign(new Error("bc"), { status: 200 }); },
    cookies: (res) => res.cookie("a", "1").cookie("b", "x y;=,\"", { httpOnly: true, secure: true, sameSite: "lax", path: "/p", domain: "example.com", expires: when }).send("x"),
    cookies2: (res) => res.cookie("j", { a: 1 }).cookie("enc", "ä€").cookie("none", "v", { sameSite: "none", secure: true, partitioned: true, priority: "high" }).cookie("strict", "v", { sameSite: true }).send("x"),
    cookies3: (res) => res.cookie("raw", "a=b", { encode: String }).clearCookie("gone").clearCookie("gone2", { path: "/x", maxAge: 5000, httpOnly: true }).send("x"),
    cookiebad: (res) => res.cookie("a b", "1").send("x"), cookiebad2: (res) => res.cookie("a", "1", { sameSite: "odd" }).send("x"), cookiebad3: (res) => res.cookie("a", "x\r\ny", { encode: String }).send("x"),
    cookiebad4: (res) => res.cookie("a", "1", { path: "/;x" }).send("x"), cookiebad5: (res) => res.cookie("a", "1", { domain: "a;b" }).send("x"), age0: (res) => res.cookie("a", "1", { maxAge: 0, expires: undefined }).status(200).end(),
    redirect: (res) => res.redirect("/to"), redirect301: (res) => res.redirect(301, "/to?a=b&c=<d>"), redirectfull: (res) => res.redirect("https://other.test/ä b?q=ü"), redirecteval: (res) => res.redirect("javascript:alert(1)"),
    redirectslashes: (res) => res.redirect("//evil.test/%2e%2e"), redirectback: (res) => res.redirect("\\\\evil.test\\x"), redirectcrlf: (res) => res.redirect("/a\r\nX-B: 1"), location: (res) => res.location("/x y").send("x"),
    redirectpercent: (res) => res.redirect("/100%/%41%zz"), redirectempty: (res) => res.redirect(303, "rel/ative"), jsonescape: (res) => { res.app.set("json escape", true); res.json({ a: "<&>" }); res.app.set("json escape", false); },
    spaces: (res) => { res.app.set("json spaces", 2); res.json({ a: [1] }); res.app.set("json spaces", undefined); },
  };
  app.all("/answer/:kind", (req, res, next) => {
    if (!Object.hasOwn(kinds, req.params.kind)) return next();
    return kinds[req.params.kind](res);
  });
  app.get("/jsonp", (req, res) => res.jsonp({ a: "\u2028</script>" }));
  app.get("/format", (req, res) => res.format({ text: () => res.send("text"), html: () => res.send("<p>html</p>"), json: () => res.json({ a: 1 }) }));
  app.get("/format-default", (req, res) => res.format({ html: () => res.send("html"), default: () => res.status(406).send("none") }));
  app.get("/go", (req, res) => res.redirect(req.query.to));
  app.get("/loc", (req, res) => res.location(req.query.to).json(res.get("Location")));
  app.get("/next-error", (req, res, next) => next(new Error("passed")));
  app.get("/next-string", (req, res, next) => next("text"));
  app.get("/rejects", async (req, res) => {
    if (version === 4) return res.send("not awaited by 4");
    throw Object.assign(new Error("rejected"), { status: 422 });
  });
  app.get("/late", (req, res) => setTimeout(() => res.send("late"), 5));
  app.get("/tag", (req, res) => res.send(req.query.v ?? "v"));

  // --- cookies and sessions ---
  app.get("/cookies", cookieParser(["s3cret", "old"]), (req, res) => res.json([req.cookies, req.signedCookies, req.secret]));
  app.get("/cookies-plain", cookieParser(), (req, res) => res.json([req.cookies, req.signedCookies]));
  app.get("/sign", cookieParser("s3cret"), (req, res) => res.cookie("who", "ana", { signed: true }).cookie("obj", { a: [1] }, { signed: true, httpOnly: true }).send("signed"));
  app.get("/sign-none", (req, res) => res.cookie("who", "ana", { signed: true }).send("x"));
  const lazy = session({ secret: "keyboard", resave: false, saveUninitialized: false, cookie: { path: "/lazy", httpOnly: true, sameSite: "lax" } });
  app.use("/lazy", lazy);
  app.get("/lazy/none", (req, res) => res.json([typeof req.session, Object.keys(req.session), typeof req.sessionID, req.session.cookie]));
  app.get("/lazy/set", (req, res) => {
    req.session.n = (req.session.n ?? 0) + 1;
    res.json(req.session.n);
  });
  app.get("/lazy/get", (req, res) => res.json(req.session.n ?? null));
  app.get("/lazy/regenerate", (req, res, next) => {
    const before = req.sessionID;
    req.session.regenerate((error) => (error ? next(error) : res.json([before === req.sessionID, req.session.n ?? null, (req.session.n = 100)])));
  });
  app.get("/lazy/destroy", (req, res, next) => req.session.destroy((error) => (error ? next(error) : res.json(typeof req.session))));
  app.get("/lazy/save", (req, res, next) => {
    req.session.saved = true;
    req.session.save((error) => (error ? next(error) : res.json("saved")));
  });
  app.use("/eager", session({ secret: ["new", "old"], resave: true, saveUninitialized: true, name: "sid", rolling: true, cookie: { path: "/eager", maxAge: 60000 } }));
  app.get("/eager", (req, res) => res.json([req.session.cookie.originalMaxAge, req.session.count = (req.session.count ?? 0) + 1]));
  app.use("/secure", session({ secret: "x", resave: false, saveUninitialized: true, cookie: { secure: true } }));
  app.get("/secure", (req, res) => res.send("no cookie over plain HTTP"));

  // --- files ---
  const folder = path.join(__dirname, "public");
  app.use("/static", express.static(folder));
  app.use("/static-deny", express.static(folder, { dotfiles: "deny", index: false, redirect: false, fallthrough: false, extensions: ["html"], maxAge: "1d", immutable: true }));
  app.use("/static-allow", express.static(folder, { dotfiles: "allow", etag: false, lastModified: false, setHeaders: (res) => res.set("X-Static", "1") }));
  app.get("/file", (req, res) => res.sendFile(req.query.name, { root: folder }, (error) => error && res.status(error.status || 500).json([error.message, error.status, error.code ?? null])));
  app.get("/file-next", (req, res) => res.sendFile(req.query.name, { root: folder }));
  app.get("/file-dots", (req, res) => res.sendFile(req.query.name, { root: folder, dotfiles: "allow", headers: { "X-Sent": "1" } }));
  app.get("/file-joined", (req, res) => res.sendFile(path.join(folder, req.query.name)));
  app.get("/file-relative", handled((req, res) => res.sendFile("a.txt")));
  app.get("/file-none", handled((req, res) => res.sendFile(req.query.nothing)));
  app.get("/file-object", handled((req, res) => res.sendFile(version === 4 ? { x: 1 } : req.query)));
  app.get("/download", (req, res) => res.download(path.join(folder, "a.txt"), req.query.as));
  app.get("/download-root", (req, res) => res.download(req.query.name, "x.txt", { root: folder }));

  // --- packages ---
  const allowed = ["https://good.test", /\.trusted\.test$/];
  const ways = {
    all: {}, reflect: { origin: true }, credentials: { origin: true, credentials: true }, star: { origin: "*", credentials: true }, fixed: { origin: "https://good.test" },
    list: { origin: allowed }, none: { origin: false }, methods: { methods: ["GET", "PUT"], allowedHeaders: ["X-A", "X-B"], exposedHeaders: "X-C", maxAge: 600 },
    call: { origin: (origin, done) => (origin && origin.endsWith("bad.test") ? done(new Error("refused")) : done(null, origin === "https://good.test")) },
    continue: { preflightContinue: true, optionsSuccessStatus: 200 }, status: { optionsSuccessStatus: 200, origin: "https://good.test" },
  };
  for (const [name, options] of Object.entries(ways)) {
    app.use(`/cors/${name}`, cors(options));
    app.all(`/cors/${name}`, (req, res) => res.send(name));
  }
  app.use("/cors/perreq", cors((req, done) => done(null, { origin: req.headers["x-open"] === "1" })));
  app.get("/cors/perreq", (req, res) => res.send("perreq"));
  app.use("/limited", rateLimit({ windowMs: 60000, limit: 2, standardHeaders: "draft-6", legacyHeaders: true, validate: false, keyGenerator: (req) => req.get("x-key") ?? "all" }));
  app.get("/limited", (req, res) => res.send("within"));
  app.use("/helmet", helmet());
  app.get("/helmet", (req, res) => res.send("safe"));
  app.use("/helmet-some", helmet({ contentSecurityPolicy: { directives: { "script-src": ["'self'", "example.com"] } }, frameguard: { action: "deny" }, hsts: false, crossOriginEmbedderPolicy: true }));
  app.get("/helmet-some", (req, res) => res.send("safe"));
  const secrets = { a: "secret-a", b: "secret-b" };
  app.post("/jwt", express.json(), handled((req, res) => {
    const { token, options = {}, payload, sign, key = "a", decode } = req.body;
    if (decode) return res.json(jwt.decode(token, options));
    if (payload !== undefined) return res.json(jwt.sign(payload, key === null ? key : secrets[key] ?? key, sign));
    return res.json(jwt.verify(token, key === null ? key : secrets[key] ?? key, options));
  }));
};
