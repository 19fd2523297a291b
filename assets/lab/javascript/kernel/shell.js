// A POSIX shell of the size that attacks and small scripts need.

const { tree } = part("tree");
const { absolute, cat, join } = part("programs");
const { tokens, lacks, Wrong } = part("shell_words");
const EMPTY = new Uint8Array(0);
const utf8 = (text) => host.utf8(text);
const isOp = (token, op) => token !== undefined && token[0] === "op" && token[1] === op;

class Shell {
  constructor(env, cwd, args = []) {
    this.env = Object.assign(Object.create(null), env ?? Object.fromEntries(part("env").pairs()));
    this.cwd = cwd ?? null;
    this.args = args;
    this.status = 0;
    this.pipefail = false;
    this.out = [];
    this.err = [];
  }

  /** [code, out, err] of a script. */
  run(line, stdin = EMPTY) {
    this.out = [];
    this.err = [];
    try {
      this.list(tokens(line), stdin, line);
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      this.err.push(utf8(`sh: 1: Syntax error: ${error.message}\n`));
      this.status = 2;
    }
    return [this.status, join(this.out), join(this.err)];
  }

  /** A shell below this one, with what it knows. */
  below() {
    const shell = new Shell(this.env, this.cwd, this.args);
    shell.pipefail = this.pipefail;
    return shell;
  }

  variable(text) {
    const at = text.indexOf(":-");
    const [name, fallback] = at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 2)];
    if (name === "IFS") return this.env.IFS ?? " \t\n";
    if (name === "?") return String(this.status);
    if (name === "$") return "4243";
    if (name === "@" || name === "*") return this.args.slice(1).join(" ");
    if (/^\d+$/.test(name)) return this.args[Number(name)] ?? "";
    if (!/^\w+$/.test(name)) lacks(`\${${text}} in the shell`);
    return this.env[name] || fallback;
  }

  /** The words that one word of the script becomes. */
  expand(word) {
    const fields = [];
    let [current, globs, started] = ["", false, false];
    const cut = () => {
      if (started) fields.push([current, globs]);
      [current, globs, started] = ["", false, false];
    };
    const add = (text, canGlob, quoted) => {
      current += text;
      globs ||= canGlob;
      started ||= quoted || text !== "";
    };
    for (const [kind, inner] of word) {
      if (kind === "plain") add(inner, "*?[".includes(inner), false);
      else if (kind === "quoted") add(inner, false, true);
      else {
        const value = kind === "variable" ? this.variable(inner.text) : this.substitute(inner.text);
        if (inner.quoted) add(value, false, true);
        else {
          if (/^\s/.test(value)) cut();
          value.split(/\s+/).filter(Boolean).forEach((piece, i) => {
            if (i) cut();
            add(piece, /[*?[]/.test(piece), false);
          });
          if (/\s$/.test(value)) cut();
        }
      }
    }
    cut();
    return fields.flatMap(([text, canGlob]) => {
      const full = text === "~" || text.startsWith("~/") ? (this.env.HOME ?? "/") + text.slice(1) : text;
      const found = canGlob ? this.glob(full) : [];
      return found.length ? found : [full];
    });
  }

  substitute(line) {
    const [, out, err] = this.below().run(line);
    this.err.push(err);
    return host.text(out, false).replace(/\n+$/, "");
  }

  /** The paths that a pattern stands for, sorted. */
  glob(pattern) {
    let found = [pattern.startsWith("/") ? "/" : ""];
    for (const piece of pattern.split("/").filter(Boolean)) {
      const test = new RegExp(`^${piece.replace(/[.+^${}()|\\]/g, "\\$&").replaceAll("*", ".*").replaceAll("?", ".").replaceAll("[!", "[^")}$`, "s");
      found = found.flatMap((base) => {
        const node = tree.find(absolute(base || ".", this.cwd));
        if (node?.kind !== "dir") return [];
        if (!/[*?[]/.test(piece)) return piece === ".." || piece === "." || node.entries.has(piece) ? [`${base}${base && !base.endsWith("/") ? "/" : ""}${piece}`] : [];
        return [...node.entries.keys()].filter((n) => test.test(n) && (n[0] !== "." || piece[0] === ".")).sort().map((n) => `${base}${base && !base.endsWith("/") ? "/" : ""}${n}`);
      });
    }
    return found;
  }

  /** Pipelines, joined by `;`, `&`, a new line, `&&` and `||`. */
  list(all, stdin, line) {
    let glue = null;
    for (let at = 0; at < all.length; ) {
      const pipeline = [];
      for (let depth = 0; at < all.length; at++) {
        if (isOp(all[at], "(")) depth += 1;
        else if (isOp(all[at], ")") && --depth < 0) throw new Wrong('")" unexpected');
        else if (!depth && all[at][0] === "op" && [";", "&", "\n", "&&", "||", ";;"].includes(all[at][1])) break;
        pipeline.push(all[at]);
      }
      const op = at < all.length ? all[at][1] : ";";
      const ended = at++ >= all.length;
      if (!pipeline.length) {
        if (op !== "\n" && !ended) throw new Wrong(`"${op}" unexpected`);
        continue;
      }
      if (glue === null || (glue === "&&") === (this.status === 0)) this.pipeline(pipeline, stdin, line);
      glue = op === "&&" || op === "||" ? op : null;
      if (this.over) return;
    }
  }

  pipeline(all, stdin, line) {
    const stages = [[]];
    let depth = 0;
    for (const token of all) {
      depth += isOp(token, "(") - isOp(token, ")");
      if (isOp(token, "|") && !depth) stages.push([]);
      else stages[stages.length - 1].push(token);
    }
    if (stages.some((stage) => !stage.length)) throw new Wrong('"|" unexpected');
    let data = stdin;
    let failed = 0;
    for (const stage of stages) {
      const [status, out, err] = this.command(stage, data, line);
      this.status = status;
      failed = status || failed;
      data = out;
      this.err.push(err);
    }
    if (this.pipefail) this.status = failed;
    this.out.push(data);
  }

  command(all, stdin, line) {
    if (isOp(all[0], "(")) {
      const end = all.findIndex((t) => isOp(t, ")"));
      const sub = this.below();
      sub.list(all.slice(1, end < 0 ? undefined : end), stdin, line);
      return [sub.status, join(sub.out), join(sub.err)];
    }
    const what = { argv: [], assigned: {}, out: null, err: null, merge: false, stdin };
    for (let i = 0; i < all.length; i++) {
      if (all[i][0] === "op") {
        i = this.redirect(all, i, what);
        if (what.missing) return [2, EMPTY, utf8(`sh: 1: cannot open ${what.missing}: No such file\n`)];
      } else this.word(all[i][1], what);
    }
    const negate = what.argv[0] === "!";
    if (negate) what.argv.shift();
    let [status, out, err] = this.start(what, line);
    if (negate) status = Number(status === 0);
    if (what.merge) [out, err] = [join([out, err]), EMPTY];
    for (const [place, data] of [[what.out, out], [what.err, err]]) {
      if (place === null) continue;
      const path = absolute(place.name, this.cwd);
      const node = tree.find(path);
      const before = place.append && node?.kind === "file" ? node.data.slice() : EMPTY;
      try {
        part("files").record(place.append ? "a" : "w", path === "/dev/null" ? path : tree.write(path, join([before, data])));
      } catch (error) {
        if (!error.isFault) throw error;
        return [2, EMPTY, utf8(`sh: 1: cannot create ${place.name}: ${error.shellText}\n`)];
      }
    }
    return [status, what.out === null ? out : EMPTY, what.err === null ? err : EMPTY];
  }

  word(word, what) {
    const text = word.filter(([kind]) => kind === "plain").map(([, t]) => t).join("");
    const name = /^([A-Za-z_]\w*)=/.exec(text)?.[1];
    if (name === undefined || what.argv.length || word.slice(0, name.length + 1).some(([kind]) => kind !== "plain")) what.argv.push(...this.expand(word));
    else what.assigned[name] = word.length > name.length + 1 ? this.expand(word.slice(name.length + 1)).join(" ") : "";
  }

  redirect(all, i, what) {
    const op = all[i][1];
    const next = all[i + 1];
    if (next === undefined || next[0] !== "word") throw new Wrong([">", ">>", "<", "2>"].includes(op) ? "redirection unexpected" : `"${op}" unexpected`);
    const name = this.expand(next[1]).join(" ");
    if (op === ">" || op === ">>" || op === "&>") what.out = { name, append: op === ">>" };
    else if (op === "2>" || op === "2>>") what.err = { name, append: op === "2>>" };
    else if (op === "2>&") what.merge = name === "1";
    else if (op === "<") {
      const [code, data] = cat(["sh", name], EMPTY, this.env, this.cwd);
      if (code) what.missing = name;
      what.stdin = data;
    } else if (op === "<<") lacks("here documents in the shell");
    else if (op !== ">&") throw new Wrong(`"${op}" unexpected`);
    return i + 1;
  }

  /** What the shell does itself, else the program. */
  start({ argv, assigned, stdin }, line) {
    if (!argv.length) {
      Object.assign(this.env, assigned);
      return [0, EMPTY, EMPTY];
    }
    const [name, first] = argv;
    if (["if", "for", "while", "case", "function", "{", "until"].includes(name)) lacks(`\`${name}\` in the shell`);
    if (name === "cd") {
      const path = absolute(first ?? this.env.HOME ?? "/", this.cwd);
      if (tree.find(path)?.kind !== "dir") return [2, EMPTY, utf8(`sh: 1: cd: can't cd to ${first}\n`)];
      this.cwd = tree.walk(path).real;
      return [0, EMPTY, EMPTY];
    }
    if (name === "export" || name === "unset" || name === "set") {
      if (name === "set" && argv.includes("pipefail")) this.pipefail = !first.startsWith("+");
      for (const word of argv.slice(1)) {
        const at = word.indexOf("=");
        if (name === "unset") delete this.env[word];
        else if (at > 0) this.env[word.slice(0, at)] = word.slice(at + 1);
      }
      return [0, EMPTY, EMPTY];
    }
    if (name === "exit") {
      this.over = true;
      return [/^\d+$/.test(first ?? "") ? Number(first) : this.status, EMPTY, EMPTY];
    }
    if (name === "eval" || name === "exec" || name === "command") return this.below().run(argv.slice(1).join(" "), stdin);
    return part("processes").execute(argv, { stdin, shell: true, line, env: { ...this.env, ...assigned }, cwd: this.cwd });
  }
}

Object.assign(exports, { Shell });
