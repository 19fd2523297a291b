// What the program said: console, standard output and error, log libraries.

let lines = [];
let captured = null;

/** Write to standard output (1) or error (2). */
function write(fd, text) {
  if (captured !== null) captured[fd === 2 ? "err" : "out"].push(text);
  lines.push(text);
  host.write(text);
}

/** Note a record of a log library whatever its level, without showing it. */
const note = (text) => void lines.push(text);

/** Keep what is written from now on for `release`. */
function capture() {
  captured = { out: [], err: [] };
}

function release() {
  const { out, err } = captured ?? { out: [], err: [] };
  captured = null;
  return { out: out.join(""), err: err.join("") };
}

/** `lab.log` */
const facade = {
  get text() {
    return lines.join("");
  },
  clear() {
    lines = [];
  },
};

Object.assign(exports, { facade, write, note, capture, release });
