// Mail: every message that a mail library was given to send.

const sent = [];

/** Header lines as a mail server reads them: one that begins with a blank goes on with the one before. */
function readHeaders(head) {
  const out = [];
  for (const line of head.split("\n")) {
    if (/^[ \t]/.test(line) && out.length) out[out.length - 1][1] += ` ${line.trim()}`;
    else if (line.includes(":")) out.push([line.slice(0, line.indexOf(":")).trim(), line.slice(line.indexOf(":") + 1).trim()]);
  }
  return out;
}

/** The addresses in a header's value: `Ana <ana@x.test>, bob@x.test`. */
function addresses(text) {
  const out = [];
  for (const piece of text.match(/(?:"(?:[^"\\]|\\.)*"|[^,;])+/g) ?? []) {
    const angle = /<([^<>]*)>/.exec(piece);
    const address = (angle ? angle[1] : piece.replace(/"[^"]*"/g, "")).trim();
    if (address) out.push(address);
  }
  return out;
}

function decodeWords(text) {
  return text.replace(/=\?([^?]+)\?([bBqQ])\?([^?]*)\?=(?:\s+(?==\?))?/g, (_, charset, kind, data) => {
    const bytes = /b/i.test(kind) ? host.unbase64(data) : Uint8Array.from(data.replaceAll("_", " ").replace(/=([0-9A-F]{2})/gi, (_m, hex) => String.fromCharCode(parseInt(hex, 16))), (c) => c.charCodeAt(0));
    return host.text(bytes, false);
  });
}

class Mail {
  constructor(sender, to, raw, body) {
    this.sender = sender;
    this.to = to;
    this.raw = raw;
    const text = raw.replace(/\r\n?/g, "\n");
    const cut = text.indexOf("\n\n");
    const head = cut < 0 ? text : text.slice(0, cut);
    this.headers = new (part("web").HeaderDict)(readHeaders(head));
    this.body = body ?? (cut < 0 ? "" : text.slice(cut + 2));
  }
  get subject() {
    return decodeWords(this.headers.get("subject") ?? "");
  }
  /** The envelope's recipients and those of the headers, as a server reading `To`, `Cc` and `Bcc` would have them. */
  get recipients() {
    const named = ["to", "cc", "bcc"].flatMap((name) => addresses(this.headers.get(name) ?? ""));
    return [...new Set([...this.to, ...named])];
  }
}

/** Take a message. `body` is its readable text where the raw form is encoded. */
function deliver(sender, to, raw, body) {
  const mail = new Mail(sender, [...to], raw, body);
  sent.push(mail);
  host.trace("mail", part("core").shorten(`from ${sender} to ${mail.to.join(", ")}: ${mail.subject}`));
}

/** `lab.mail`: the messages that were sent. */
const facade = {
  sent,
  to: (address) => sent.filter((mail) => mail.recipients.includes(address)),
  clear: () => void sent.splice(0),
};

Object.assign(exports, { facade, deliver, addresses });
