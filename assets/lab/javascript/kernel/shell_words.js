// Taking a line of the shell apart. Words are lists of [kind, text]: "plain" may be split and globbed, "quoted" may not,
// "code" is a command to run, "variable" a name to look up; the last two with whether they stand in double quotes.

const OPERATORS = ["2>>", "2>&", ";;", "&&", "||", ">>", "<<", "2>", "&>", ">&", ";", "&", "|", "<", ">", "(", ")", "\n"];

class Wrong extends Error {}

const lacks = (what) => host.lacks(`the lab has no ${what}`);

function tokens(line) {
  const out = [];
  let word = null;
  const add = (...parts) => (word = [...(word ?? []), ...parts]);
  const end = () => {
    if (word !== null) out.push(["word", word]);
    word = null;
  };
  for (let i = 0; i < line.length; ) {
    const c = line[i];
    if (c === " " || c === "\t") {
      end();
      i += 1;
    } else if (c === "#" && word === null) {
      while (i < line.length && line[i] !== "\n") i += 1;
    } else if (c === "\\") {
      if (i + 1 < line.length && line[i + 1] !== "\n") add(["quoted", line[i + 1]]);
      i += 2;
    } else if (c === "'") {
      const stop = line.indexOf("'", i + 1);
      if (stop < 0) throw new Wrong("Unterminated quoted string");
      add(["quoted", line.slice(i + 1, stop)]);
      i = stop + 1;
    } else if (c === '"') {
      const [next, parts] = double(line, i + 1);
      add(...(parts.length ? parts : [["quoted", ""]]));
      i = next;
    } else if (c === "$" || c === "`") {
      const [next, piece] = dollar(line, i, false);
      add(piece);
      i = next;
    } else {
      let op = OPERATORS.find((o) => line.startsWith(o, i));
      if (op?.startsWith("2") && word !== null) op = undefined;
      if (op === undefined) {
        add(["plain", c]);
        i += 1;
        continue;
      }
      // `1>file` is `>file`.
      if ((op === ">" || op === ">>") && word?.length === 1 && word[0][0] === "plain" && word[0][1] === "1") word = null;
      end();
      out.push(["op", op]);
      i += op.length;
    }
  }
  end();
  return out;
}

function double(line, start) {
  const parts = [];
  for (let i = start; i < line.length; ) {
    const c = line[i];
    if (c === '"') return [i + 1, parts];
    if (c === "\\" && '$`"\\\n'.includes(line[i + 1] ?? " ")) {
      parts.push(["quoted", line[i + 1] === "\n" ? "" : line[i + 1]]);
      i += 2;
    } else if (c === "$" || c === "`") {
      const [next, piece] = dollar(line, i, true);
      parts.push(piece);
      i = next;
    } else {
      parts.push(["quoted", c]);
      i += 1;
    }
  }
  throw new Wrong("Unterminated quoted string");
}

function dollar(line, i, quoted) {
  if (line[i] === "`") {
    let stop = i + 1;
    while (stop < line.length && line[stop] !== "`") stop += line[stop] === "\\" ? 2 : 1;
    if (stop >= line.length) throw new Wrong("EOF in backquote substitution");
    return [stop + 1, ["code", { text: line.slice(i + 1, stop).replaceAll("\\`", "`"), quoted }]];
  }
  if (line.startsWith("$((", i)) lacks("arithmetic in the shell");
  if (line.startsWith("$(", i)) {
    let stop = i + 2;
    for (let depth = 1; depth; stop++) {
      if (stop >= line.length) throw new Wrong('end of file unexpected (expecting ")")');
      if (line[stop] === "'") {
        const close = line.indexOf("'", stop + 1);
        stop = close > 0 ? close : line.length;
      } else if (line[stop] === "(") depth += 1;
      else if (line[stop] === ")") depth -= 1;
    }
    return [stop, ["code", { text: line.slice(i + 2, stop - 1), quoted }]];
  }
  if (line.startsWith("${", i)) {
    const stop = line.indexOf("}", i);
    if (stop < 0) throw new Wrong("Missing '}'");
    return [stop + 1, ["variable", { text: line.slice(i + 2, stop), quoted }]];
  }
  const name = /^([?$!#@*0-9]|\w+)/.exec(line.slice(i + 1, i + 100))?.[0];
  return name === undefined ? [i + 1, ["quoted", "$"]] : [i + 1 + name.length, ["variable", { text: name, quoted }]];
}

Object.assign(exports, { tokens, lacks, Wrong });
