// `util.parseArgs`

const { typeError, invalidType } = require("internal/errors");

const unknown = (name, positionals) => typeError("ERR_PARSE_ARGS_UNKNOWN_OPTION", `Unknown option '${name}'${positionals ? `. To specify a positional argument starting with a '-', place it at the end of the command after '--', as in '-- "${name}"` : ""}`);
const badValue = (message) => typeError("ERR_PARSE_ARGS_INVALID_OPTION_VALUE", message);

/** Take a command line apart. */
function parseArgs(config = {}) {
  const { process } = require("internal/process");
  const { args = process.argv.slice(2), strict = true, options = {}, tokens: wantsTokens = false, allowNegative = false } = config;
  const allowPositionals = config.allowPositionals ?? !strict;
  for (const [name, option] of Object.entries(options)) {
    if (option.type !== "string" && option.type !== "boolean") throw invalidType(`options.${name}.type`, "('string'|'boolean')", option.type);
  }
  const values = Object.create(null);
  const positionals = [];
  const tokens = [];
  const put = (name, value, raw) => {
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (strict) {
      if (option === undefined) throw unknown(raw, allowPositionals);
      if (option.type === "string" && typeof value !== "string") throw badValue(`Option '${option.short ? `-${option.short}, ` : ""}--${name} <value>' argument missing`);
      if (option.type === "boolean" && value !== undefined && typeof value !== "boolean") throw badValue(`Option '${option.short ? `-${option.short}, ` : ""}--${name}' does not take an argument`);
    }
    if (name === "__proto__") return;
    const kept = value ?? true;
    if (option?.multiple) (values[name] ??= []).push(kept);
    else values[name] = kept;
  };
  const queue = [...args];
  for (let index = 0; queue.length; index++) {
    const arg = queue.shift();
    if (arg === "--") {
      tokens.push({ kind: "option-terminator", index });
      for (const rest of queue.splice(0)) {
        if (!allowPositionals) throw typeError("ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL", `Unexpected argument '${rest}'. This command does not take positional arguments`);
        positionals.push(rest);
        tokens.push({ kind: "positional", index: ++index, value: rest });
      }
    } else if (/^--[^=]+=/.test(arg)) {
      const at = arg.indexOf("=");
      put(arg.slice(2, at), arg.slice(at + 1), arg.slice(0, at));
      tokens.push({ kind: "option", name: arg.slice(2, at), rawName: arg.slice(0, at), index, value: arg.slice(at + 1), inlineValue: true });
    } else if (/^--./.test(arg)) {
      let name = arg.slice(2);
      let value;
      if (allowNegative && name.startsWith("no-") && options[name.slice(3)]?.type === "boolean") [name, value] = [name.slice(3), false];
      else if (options[name]?.type === "string" && queue.length && !(strict && /^-./.test(queue[0]))) value = queue.shift();
      else if (options[name]?.type === "string" && strict && queue.length) throw badValue(`Option '--${name}' argument is ambiguous.\nDid you forget to specify the option argument for '--${name}'?\nTo specify an option argument starting with a dash use '--${name}=-XYZ'.`);
      put(name, value, arg);
      tokens.push({ kind: "option", name, rawName: arg, index, value, inlineValue: value === undefined ? undefined : false });
    } else if (/^-[^-]/.test(arg)) {
      for (let i = 1; i < arg.length; i++) {
        const short = arg[i];
        const name = Object.keys(options).find((n) => options[n].short === short) ?? short;
        let value;
        if (options[name]?.type === "string") {
          if (i + 1 < arg.length) value = arg.slice(i + 1);
          else if (queue.length) value = queue.shift();
          i = arg.length;
        }
        put(name, value, `-${short}`);
        tokens.push({ kind: "option", name, rawName: `-${short}`, index, value });
      }
    } else {
      if (!allowPositionals) throw typeError("ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL", `Unexpected argument '${arg}'. This command does not take positional arguments`);
      positionals.push(arg);
      tokens.push({ kind: "positional", index, value: arg });
    }
  }
  for (const [name, option] of Object.entries(options)) if (values[name] === undefined && option.default !== undefined) values[name] = option.default;
  return { values, positionals, ...(wantsTokens && { tokens }) };
}

module.exports = { parseArgs };
