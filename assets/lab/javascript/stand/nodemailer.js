// `nodemailer`: messages arrive in `lab.mail`.

const { later } = require("internal/timers");
const { lacks } = require("internal/lacks");
const mail = kernel("mail");

const flat = (value) => String(value).replace(/[\r\n]+/g, " ");

/** The addresses of a field, as `{ name, address }`. */
function addresses(given) {
  if (given === undefined || given === null || given === "") return [];
  return [given].flat().flatMap((each) => {
    if (typeof each === "object") return [{ name: flat(each.name ?? ""), address: flat(each.address ?? "") }];
    return mail.addresses(flat(each)).map((address) => ({ name: /^\s*"?([^"<]*?)"?\s*</.exec(each)?.[1] ?? "", address }));
  });
}

const line = (list) => list.map(({ name, address }) => (name ? `${/^[\w ]+$/.test(name) ? name : `"${name.replace(/["\\]/g, "\\$&")}"`} <${address}>` : address)).join(", ");

let count = 0;

function build(message) {
  const from = addresses(message.from)[0];
  const fields = ["to", "cc", "bcc"].map((name) => [name, addresses(message[name])]);
  const host_ = from?.address.split("@")[1] ?? "localhost";
  const id = message.messageId ?? `<lab-${++count}@${host_}>`;
  const head = [["From", from ? line([from]) : ""], ...fields.filter(([name, list]) => list.length && name !== "bcc").map(([name, list]) => [name[0].toUpperCase() + name.slice(1), line(list)])];
  if (message.replyTo) head.push(["Reply-To", line(addresses(message.replyTo))]);
  const subject = flat(message.subject ?? "");
  head.push(["Subject", /[^\x20-\x7e]/.test(subject) ? `=?UTF-8?B?${host.base64(host.utf8(subject), false)}?=` : subject], ["Message-ID", id], ["Date", new Date().toUTCString().replace("GMT", "+0000")], ["MIME-Version", "1.0"]);
  const extra = Array.isArray(message.headers) ? message.headers.map(({ key, value }) => [key, value]) : Object.entries(message.headers ?? {});
  for (const [name, value] of extra) for (const each of [value].flat()) head.push([flat(name), flat(each?.value ?? each)]);
  const texts = [message.text, message.html].filter((part) => part !== undefined && part !== null).map(String);
  const attached = (message.attachments ?? []).map((a) => {
    if (a.path !== undefined && /^https?:/i.test(a.path)) lacks("nodemailer attachments from the network");
    const content = a.content ?? (a.path === undefined ? "" : require("fs").readFileSync(a.path));
    return `[${flat(a.filename ?? a.path ?? "attachment")}]\n${String(content)}`;
  });
  head.push(["Content-Type", message.html ? (message.text ? "multipart/alternative" : "text/html; charset=utf-8") : "text/plain; charset=utf-8"]);
  const body = [...texts, ...attached].join("\n");
  const raw = `${head.map(([name, value]) => `${name}: ${value}`).join("\r\n")}\r\n\r\n${body.replace(/\r?\n/g, "\r\n")}`;
  const envelope = message.envelope ? { from: addresses(message.envelope.from)[0]?.address ?? "", to: addresses(message.envelope.to).map((a) => a.address) } : { from: from?.address ?? "", to: fields.flatMap(([, list]) => list.map((a) => a.address)) };
  return { raw, body, envelope, id };
}

class Transporter extends require("events") {
  constructor(options, defaults) {
    super();
    this.options = options ?? {};
    this.defaults = defaults ?? {};
    this.plugins = [];
  }
  sendMail(given, done) {
    const promise = new Promise((go, no) => {
      later("http:out", () => {
        let sent;
        try {
          const message = build({ ...this.defaults, ...given });
          if (!message.envelope.to.length) throw Object.assign(new Error("No recipients defined"), { code: "EENVELOPE", command: "API" });
          if (!this.options.jsonTransport && !this.options.streamTransport) mail.deliver(message.envelope.from, message.envelope.to, message.raw, message.body);
          sent = { accepted: message.envelope.to, rejected: [], ehlo: [], response: "250 OK", envelope: message.envelope, messageId: message.id, ...(this.options.jsonTransport && { message: JSON.stringify(given) }) };
        } catch (error) {
          if (error?.name === "LabLacks") throw error;
          return no(error);
        }
        go(sent);
      });
    });
    if (typeof done !== "function") return promise;
    promise.then((info) => done(null, info), done);
  }
  verify(done) {
    if (typeof done !== "function") return Promise.resolve(true);
    later(null, () => done(null, true));
  }
  use() { return this; }
  isIdle() { return true; }
  close() {}
}

module.exports = {
  createTransport: (options, defaults) => new Transporter(typeof options === "string" ? { url: options } : options, defaults),
  createTestAccount: async () => ({ user: "test@ethereal.email", pass: "lab", smtp: { host: "smtp.ethereal.email", port: 587, secure: false } }),
  getTestMessageUrl: () => false,
};
