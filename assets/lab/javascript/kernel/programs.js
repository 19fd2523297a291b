// The small programs that the lab's shell has. Each gets (argv, stdin, env, cwd) and gives a text, bytes or [code, out, err].

const { tree } = part("tree");
const text = (bytes) => host.text(bytes, false);
const EMPTY = new Uint8Array(0);

const absolute = (path, cwd) => (path.startsWith("/") ? path : `${(cwd ?? tree.cwd).replace(/\/$/, "")}/${path}`);
const record = (mode, path) => part("files").record(mode, path);

function join(pieces) {
  const out = new Uint8Array(pieces.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}

const plain = (argv) => argv.slice(1).filter((a) => !a.startsWith("-"));
const flags = (argv) => argv.slice(1).filter((a) => a.startsWith("-")).join("");

function cat(argv, stdin, env, cwd) {
  const files = plain(argv);
  const out = [];
  let [err, code] = ["", 0];
  for (const name of files) {
    try {
      const node = tree.get(absolute(name, cwd));
      if (node.kind === "dir") part("tree").fail("EISDIR", name);
      record("r", tree.walk(absolute(name, cwd)).real);
      out.push(node.data.slice());
    } catch (error) {
      if (!error.isFault) throw error;
      err += `${argv[0]}: ${name}: ${error.shellText}\n`;
      code = 1;
    }
  }
  return [code, files.length ? join(out) : stdin, err];
}

function ls(argv, stdin, env, cwd) {
  const names = plain(argv);
  let out = "";
  for (const name of names.length ? names : ["."]) {
    const node = tree.find(absolute(name, cwd));
    if (node === null) return [2, "", `ls: cannot access '${name}': No such file or directory\n`];
    const shown = node.kind === "dir" ? [...node.entries.keys()].filter((n) => n[0] !== "." || /a/i.test(flags(argv))).sort() : [name];
    out += shown.map((n) => `${n}\n`).join("");
  }
  return out;
}

function touch(argv, stdin, env, cwd) {
  for (const name of plain(argv)) if (tree.find(absolute(name, cwd)) === null) record("w", tree.write(absolute(name, cwd), EMPTY));
}

function rm(argv, stdin, env, cwd) {
  const [force, recursive] = [/f/.test(flags(argv)), /r/i.test(flags(argv))];
  for (const name of plain(argv)) {
    const path = absolute(name, cwd);
    const node = tree.find(path, false);
    if (node === null) {
      if (force) continue;
      return [1, "", `rm: cannot remove '${name}': No such file or directory\n`];
    }
    if (node.kind === "dir" && !recursive) return [1, "", `rm: cannot remove '${name}': Is a directory\n`];
    record("delete", tree.prune(path));
  }
}

function mkdir(argv, stdin, env, cwd) {
  for (const name of plain(argv)) tree.makedirs(absolute(name, cwd));
}

function cp(argv, stdin, env, cwd) {
  const names = plain(argv);
  if (names.length < 2) return [1, "", `${argv[0]}: missing file operand\n`];
  const from = absolute(names[0], cwd);
  let to = absolute(names[names.length - 1], cwd);
  if (tree.find(to)?.kind === "dir") to += `/${names[0].split("/").pop()}`;
  const node = tree.get(from);
  if (node.kind === "dir") return [1, "", `${argv[0]}: -r not specified; omitting directory '${names[0]}'\n`];
  record("r", tree.walk(from).real);
  record("w", tree.write(to, node.data.slice()));
  if (/(^|\/)mv$/.test(argv[0])) tree.unlink(from);
}

function ln(argv, stdin, env, cwd) {
  const names = plain(argv);
  if (names.length < 2) return [1, "", "ln: missing file operand\n"];
  const to = absolute(names[1], cwd);
  if (/s/.test(flags(argv))) record("link", tree.symlink(names[0], to));
  else tree.link(absolute(names[0], cwd), to);
}

function printf(argv) {
  if (argv.length < 2) return [2, "", "printf: usage: printf format [arguments]\n"];
  return argv.slice(2).reduce((out, word) => out.replace("%s", () => word), argv[1].replaceAll("\\n", "\n").replaceAll("\\t", "\t"));
}

function environment(argv, stdin, env, cwd) {
  const rest = argv.slice(1).filter((a) => !/^[^/]*=/.test(a));
  if (argv[0].endsWith("env") && !argv[0].endsWith("printenv") && rest.length) return part("processes").execute(rest, { stdin, shell: true, line: rest.join(" "), env, cwd });
  if (rest.length) return rest.map((name) => (name in env ? `${env[name]}\n` : "")).join("");
  return Object.entries(env ?? {}).map(([k, v]) => `${k}=${v}\n`).join("");
}

function sh(argv, stdin, env, cwd) {
  const { Shell } = part("shell");
  const at = argv.indexOf("-c");
  if (at > 0) {
    const shell = new Shell(env, cwd, argv.slice(at + 2));
    shell.pipefail = argv.slice(1, at).includes("pipefail");
    return shell.run(argv[at + 1] ?? "", stdin);
  }
  if (argv.length > 1) return new Shell(env, cwd, argv.slice(1)).run(part("files").facade.read(absolute(argv[1], cwd)), stdin);
  return new Shell(env, cwd, argv).run(text(stdin), EMPTY);
}

function grep(argv, stdin, env, cwd) {
  const words = argv.slice(1).filter((a) => !a.startsWith("-") || a === "-");
  if (!words.length) return [2, "", "usage: grep PATTERN [FILE]\n"];
  const [code, data, err] = words.length > 1 ? cat(["grep", ...words.slice(1)], EMPTY, env, cwd) : [0, stdin, ""];
  const pattern = new RegExp(words[0], /i/.test(flags(argv)) ? "i" : "");
  const lines = text(data).split("\n").filter((line, i, all) => (i < all.length - 1 || line) && pattern.test(line) !== /v/.test(flags(argv)));
  return [code ? 2 : lines.length ? 0 : 1, lines.map((line) => `${line}\n`).join(""), err];
}

function xargs(argv, stdin, env, cwd) {
  const command = plain(argv);
  const words = [...(command.length ? command : ["echo"]), ...text(stdin).split(/\s+/).filter(Boolean)];
  return part("processes").execute(words, { stdin: EMPTY, shell: true, line: words.join(" "), env, cwd });
}

const lines = (first) => (argv, stdin, env, cwd) => {
  const words = argv.slice(1);
  const files = [];
  let n = 10;
  while (words.length) {
    const word = words.shift();
    if (word === "-n" && words.length) n = parseInt(words.shift(), 10);
    else if (/^-\d+$/.test(word)) n = parseInt(word.slice(1), 10);
    else files.push(word);
  }
  const [code, data, err] = cat([argv[0], ...files], stdin, env, cwd);
  const all = text(data).match(/[^\n]*\n|[^\n]+$/g) ?? [];
  return [code, (first ? all.slice(0, n) : all.slice(-n)).join(""), err];
};

function tee(argv, stdin, env, cwd) {
  for (const name of plain(argv)) record("w", tree.write(absolute(name, cwd), stdin));
  return stdin;
}

function wc(argv, stdin, env, cwd) {
  const data = text(cat(["wc", ...plain(argv)], stdin, env, cwd)[1]);
  const counts = [data.split("\n").length - 1, data.split(/\s+/).filter(Boolean).length, host.utf8(data).length];
  return /l/.test(flags(argv)) ? `${counts[0]}\n` : /c/.test(flags(argv)) ? `${counts[2]}\n` : `${counts.join(" ")}\n`;
}

const baseName = (argv) => `${(argv[1] ?? "").replace(/\/+$/, "").split("/").pop()}\n`;
const dirName = (argv) => `${(argv[1] ?? "").replace(/\/+$/, "").replace(/\/?[^/]*$/, "") || (argv[1]?.startsWith("/") ? "/" : ".")}\n`;

const PROGRAMS = {
  echo: (argv) => (argv[1] === "-n" ? argv.slice(2).join(" ") : `${argv.slice(1).join(" ")}\n`),
  cat, ls, touch, rm, mkdir, cp, mv: cp, ln, printf, env: environment, printenv: environment, sh, bash: sh, dash: sh, grep, xargs,
  head: lines(true), tail: lines(false), tee, wc, basename: baseName, dirname: dirName,
  sleep: (argv) => void part("clock").advance(parseFloat(argv[1] ?? "0") || 0),
  true: () => "", ":": () => "", false: () => [1, "", ""], chmod: () => "",
  id: () => "uid=1000(app) gid=1000(app) groups=1000(app)\n", whoami: () => "app\n", hostname: () => "lab\n", uname: () => "Linux\n",
  pwd: (argv, stdin, env, cwd) => `${cwd ?? tree.cwd}\n`,
  date: () => `${new Date(part("clock").nowMs()).toUTCString()}\n`,
  sort: (argv, stdin, env, cwd) => text(cat(["sort", ...plain(argv)], stdin, env, cwd)[1]).split("\n").filter(Boolean).sort().map((l) => `${l}\n`).join(""),
  base64: (argv, stdin) => (/d/.test(flags(argv)) ? host.unbase64(text(stdin)) : `${host.base64(stdin, false)}\n`),
};

Object.assign(exports, { PROGRAMS: Object.assign(Object.create(null), PROGRAMS), absolute, cat, join });
