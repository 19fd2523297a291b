// `Math.random`, seeded by the run, with a note of what it handed out; and the bytes nobody can guess.

const guessable = [];
const { derived } = part("core");

// xorshift128+, as the engines have it: who sees a few values knows all that follow.
let state = null;

function fill(bytes) {
  const view = new DataView(Uint8Array.from(bytes).buffer);
  state = [view.getBigUint64(0) | 1n, view.getBigUint64(8) | 1n];
}

function draw() {
  if (state === null) fill(derived("random"));
  let [a, b] = state;
  state[0] = b;
  a ^= (a << 23n) & 0xffffffffffffffffn;
  a ^= a >> 17n;
  a ^= b ^ (b >> 26n);
  state[1] = a;
  return Number(((a + b) & 0xffffffffffffffffn) >> 12n) / 2 ** 52;
}

/** What guests have as `Math.random`. */
function random() {
  const value = draw();
  guessable.push(value);
  return value;
}

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const UPPER = LOWER.toUpperCase();
const DIGITS = "0123456789";
// Out of which programs choose the letters of a code one by one.
const ALPHABETS = [
  DIGITS, LOWER, UPPER, LOWER + DIGITS, UPPER + DIGITS, DIGITS + LOWER, DIGITS + UPPER, UPPER + LOWER + DIGITS, LOWER + UPPER + DIGITS,
  DIGITS + LOWER + UPPER, DIGITS + UPPER + LOWER, UPPER + LOWER, "0123456789abcdef", "ABCDEFGHJKLMNPQRSTUVWXYZ23456789",
];

/** The texts that programs usually make of a value between 0 and 1. */
function forms(value) {
  const digits = (n) => String(Math.floor(value * 10 ** n)).padStart(n, "0");
  const from = (n) => String(Math.floor(10 ** (n - 1) + value * 9 * 10 ** (n - 1)));
  const plain = [String(value), String(value).slice(2), value.toString(36), value.toString(36).slice(2), value.toString(16).slice(2)];
  const shown = plain.flatMap((text) => [text, `${text}${part("clock").nowMs()}`, `${part("clock").nowMs()}${text}`]);
  const hashed = shown.flatMap((text) => ["md5", "sha1", "sha256"].map((name) => host.hex(host.hash(name, host.utf8(text)))));
  return [String(value), value.toString(36).slice(2, 8), value.toString(16).slice(2, 8), ...[4, 6, 8].flatMap((n) => [digits(n), from(n)]), ...hashed];
}

/** Whether a text, or six characters of it in a row, was put together letter by letter. */
function spelt(text, values) {
  const length = Math.min(text.length, 6);
  if (length < 4 || values.length < length) return false;
  return ALPHABETS.some((alphabet) => {
    const all = values.map((value) => alphabet[Math.floor(value * alphabet.length)]).join("");
    for (let at = 0; at + length <= text.length; at++) if (all.includes(text.slice(at, at + length))) return true;
    return false;
  });
}

/** `lab.random`: what somebody could guess who knows the state of `Math.random`. */
const facade = {
  guessable,
  /** What `f` would give if it asked `Math.random` from the same state, which is put back afterwards. */
  predict(f) {
    if (state === null) fill(derived("random"));
    const kept = [...state];
    const count = guessable.length;
    const back = () => {
      state = kept;
      guessable.length = count;
    };
    let result;
    try {
      result = f();
    } catch (error) {
      back();
      throw error;
    }
    if (typeof result?.then === "function") return result.then((value) => (back(), value), (error) => (back(), Promise.reject(error)));
    back();
    return result;
  },
  /** Whether a value, or a text that holds it, was handed out by `Math.random`. */
  guessed(value) {
    const text = ArrayBuffer.isView(value) ? host.hex(value) : String(value);
    const values = guessable.slice(-400);
    if (values.includes(value)) return true;
    return values.some((g) => forms(g).some((form) => form.length >= 4 && text.includes(form))) || spelt(text, values);
  },
  seed: (value) => fill(host.hash("sha256", host.utf8(String(value)))),
};

Object.assign(exports, { facade, random, bytes: (n) => part("core").randomBytes(n) });
