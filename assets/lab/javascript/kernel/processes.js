// Programs: what is run is noted; little is really done.

const { tree } = part("tree");
const { shorten } = part("core");
const { PROGRAMS } = part("programs");
const ran = [];
const given = new Map();
const EMPTY = new Uint8Array(0);

/** One command as it was started. */
class Command {
  constructor(argv, { shell = false, line = "", stdin = EMPTY, cwd = null, env = null }) {
    Object.assign(this, { argv, shell, line, stdin, cwd, env });
  }
  get program() {
    return this.argv.length ? this.argv[0].split("/").pop() : "";
  }
}

const bytes = (value) => (typeof value === "string" ? host.utf8(value) : (value ?? EMPTY));
const bare = (name) => name.split("/").pop();
const knows = (name) => given.has(name) || given.has(bare(name)) || bare(name) in PROGRAMS;

/** Run one command: [code, out, err] with bytes. */
function execute(argv, how) {
  part("interleave").pause("process");
  ran.push(new Command([...argv], how));
  host.trace("process", shorten(argv.join(" ")));
  const { stdin = EMPTY, env = null, cwd = null } = how;
  const handler = given.get(argv[0]) ?? given.get(bare(argv[0]));
  const builtIn = PROGRAMS[bare(argv[0])];
  if (handler === undefined && builtIn === undefined) return [127, EMPTY, bytes(how.shell ? `sh: 1: ${argv[0]}: not found\n` : "")];
  let answer;
  try {
    answer = handler === undefined ? builtIn([...argv], stdin, env, cwd) : typeof handler === "function" ? handler([...argv], host.text(stdin, false)) : handler;
  } catch (error) {
    if (error?.name === "LabLacks") throw error;
    if (handler === undefined) return [1, EMPTY, bytes(`${bare(argv[0])}: ${error.message}\n`)];
    host.lacks(`the lab has no answer of the program ${argv[0]} (its handler raised ${error?.name}: ${error?.message})`);
  }
  if (typeof answer?.then === "function") host.lacks(`the lab has no programs that answer later: the handler of ${argv[0]} gave a promise`);
  if (!Array.isArray(answer)) answer = answer !== null && typeof answer === "object" && !ArrayBuffer.isView(answer) ? [answer.code ?? 0, answer.out, answer.err] : [0, answer ?? "", ""];
  return [answer[0], bytes(answer[1]), bytes(answer[2])];
}

/** Run a line by the shell: [code, out, err]. */
function shell(line, stdin, env, cwd) {
  host.trace("shell", shorten(line));
  return new (part("shell").Shell)(env, cwd, ["sh"]).run(line, stdin);
}

/** `lab.processes`: the commands that were run, and the programs there are. */
const facade = {
  ran,
  /** Say what a program prints: a text, or `handler(argv, stdin)` giving a text, `[code, out, err]` or `{ code, out, err }`. */
  program: (name, handler) => void given.set(name, handler),
  /** Whether a program of that name was started. */
  wasRun: (name) => ran.some((command) => command.program === name),
  clear: () => void ran.splice(0),
};

Object.assign(exports, { facade, execute, shell, knows, isFolder: (path) => tree.find(path)?.kind === "dir" });
