// A language model that answers from a script; every client library of the lab ends in `answer`.

const { lacks, shorten } = part("core");
const asked = [];
let script = [];

/** What a model reads of a message's content. */
function textOf(content) {
  if (content === null || content === undefined) return "";
  if (typeof content === "string") return content;
  if (Array.isArray(content)) return content.map(textOf).join("\n");
  return String(content.text ?? (textOf(content.content) || content.output) ?? "");
}

/** One request to the model: `model`, `system`, `messages`, `tools` (their names), `text` (all that it reads), `options`. */
class Asked {
  constructor({ provider, model, system, messages, tools, options }) {
    Object.assign(this, { provider, model, system: system ?? null, messages, options: options ?? {}, toolSchemas: tools ?? [] });
    this.tools = this.toolSchemas.map((tool) => (tool.function ?? tool).name ?? tool.type);
  }
  get text() {
    return [...(this.system ? [textOf(this.system)] : []), ...this.messages.map((m) => textOf(m?.content ?? m))].join("\n");
  }
  /** The text of the last message of somebody. */
  last(role = "user") {
    return textOf(this.messages.findLast((m) => m?.role === role)?.content);
  }
}

/** The pieces of an answer: `{ text }` or `{ tool, arguments }`. */
function partsOf(given) {
  if (typeof given === "string") return [{ text: given }];
  if (Array.isArray(given)) return given.flatMap(partsOf);
  if (given !== null && typeof given === "object") {
    if ("tool" in given) return [{ tool: String(given.tool), arguments: given.arguments ?? {} }];
    return [{ text: JSON.stringify(given) }];
  }
  return lacks(`model answers of type ${typeof given}`, "a text, an object with `tool` and `arguments`, or a list of these");
}

/** Ask the model: `done(text)` is called with the pieces of the next answer as JSON, or `done(null, message)` where it fails. */
function answer(request, done) {
  part("interleave").pauseThen("http:out", () => {
    const noted = new Asked(JSON.parse(JSON.stringify(request)));
    asked.push(noted);
    host.trace("request", `${noted.provider} ${noted.model}: ${shorten(noted.text, 160)}`);
    if (script.length === 0) lacks("an answer of the model", "lab.llm.answers(...) in the setup or the check");
    const next = script.length > 1 ? script.shift() : script[0];
    const give = (given) => (given instanceof Error ? done(null, given.message) : done(JSON.stringify(partsOf(given))));
    const given = typeof next === "function" ? next(noted) : next;
    if (typeof given?.then === "function") given.then(give);
    else give(given);
  });
}

/** `lab.llm`: what the model answers, and what it was asked. */
const facade = {
  asked,
  /** What the model answers, in turn; the last one stays. Each is a text, `{ tool, arguments }`, a list of these, or a function of the request. */
  answers(...given) {
    script = given;
  },
  /** An answer by which the model asks for a tool. */
  tool: (name, args = {}) => ({ tool: name, arguments: args }),
  clear() {
    asked.length = 0;
  },
};

Object.assign(exports, { facade, answer });
