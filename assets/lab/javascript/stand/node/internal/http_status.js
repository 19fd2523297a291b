"use strict";
// The texts of status codes, as node:http has them.

const groups = {
  100: "Continue|Switching Protocols|Processing|Early Hints",
  200: "OK|Created|Accepted|Non-Authoritative Information|No Content|Reset Content|Partial Content|Multi-Status|Already Reported",
  226: "IM Used",
  300: "Multiple Choices|Moved Permanently|Found|See Other|Not Modified|Use Proxy",
  307: "Temporary Redirect|Permanent Redirect",
  400:
    "Bad Request|Unauthorized|Payment Required|Forbidden|Not Found|Method Not Allowed|Not Acceptable|Proxy Authentication Required|" +
    "Request Timeout|Conflict|Gone|Length Required|Precondition Failed|Payload Too Large|URI Too Long|Unsupported Media Type|" +
    "Range Not Satisfiable|Expectation Failed|I'm a Teapot",
  421: "Misdirected Request|Unprocessable Entity|Locked|Failed Dependency|Too Early|Upgrade Required",
  428: "Precondition Required|Too Many Requests",
  431: "Request Header Fields Too Large",
  451: "Unavailable For Legal Reasons",
  500:
    "Internal Server Error|Not Implemented|Bad Gateway|Service Unavailable|Gateway Timeout|HTTP Version Not Supported|" +
    "Variant Also Negotiates|Insufficient Storage|Loop Detected|Bandwidth Limit Exceeded|Not Extended|Network Authentication Required",
};

const texts = {};
for (const start of Object.keys(groups)) {
  groups[start].split("|").forEach((text, i) => {
    texts[Number(start) + i] = text;
  });
}

module.exports = texts;
