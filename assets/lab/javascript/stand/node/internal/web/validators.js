"use strict";
// ETags, freshness and ranges.

const edition = require("internal/web/edition");

/** The ETag of bytes. */
function etag(bytes, weak) {
  const tag = bytes.length === 0 ? '"0-2jmj7l5rSw0yVb/vlWAYkK/YBwk"' : `"${bytes.length.toString(16)}-${host.base64(host.hash("sha1", bytes), false).slice(0, 27)}"`;
  return weak ? `W/${tag}` : tag;
}

/** The ETag of a file by its size and time. */
function statTag(stat) {
  return `W/"${stat.size.toString(16)}-${stat.mtime.getTime().toString(16)}"`;
}

/** Whether what the browser has is still right. */
function fresh(headers, has) {
  const since = headers["if-modified-since"];
  const none = headers["if-none-match"];
  if (!since && !none) return false;
  const control = headers["cache-control"];
  if (control && /(?:^|,)\s*?no-cache\s*?(?:,|$)/.test(control)) return false;
  if (none) {
    if (none === "*") return true;
    const tag = has.etag;
    if (!tag) return false;
    return none.split(",").some((one) => [tag, `W/${tag}`].includes(one.trim()) || `W/${one.trim()}` === tag);
  }
  const [modified, asked] = [Date.parse(has["last-modified"]), Date.parse(since)];
  return Boolean(has["last-modified"]) && modified <= asked;
}

/** The ranges of a `Range` header: a list with `.type`, -1 where none can be satisfied, -2 where it is malformed. */
function ranges(size, header, options) {
  const at = header.indexOf("=");
  if (at < 0) return -2;
  const out = [];
  out.type = header.slice(0, at);
  for (const piece of header.slice(at + 1).split(",")) {
    const dash = piece.indexOf("-");
    if (dash < 0) return -2;
    const [first, last] = [piece.slice(0, dash).trim(), piece.slice(dash + 1).trim()];
    let start = /^\d+$/.test(first) ? Number(first) : NaN;
    let end = /^\d+$/.test(last) ? Number(last) : NaN;
    if (first === "") [start, end] = [size - end, size - 1];
    else if (last === "") end = size - 1;
    if (end > size - 1) end = size - 1;
    if (Number.isNaN(start) || Number.isNaN(end)) {
      if (edition.four) continue;
      return -2;
    }
    if (start > end || start < 0) continue;
    out.push({ start, end });
  }
  if (!out.length) return -1;
  return options && options.combine ? combined(out) : out;
}

function combined(list) {
  const sorted = list.map((range, i) => ({ ...range, i })).sort((a, b) => a.start - b.start);
  const merged = [];
  for (const range of sorted) {
    const last = merged[merged.length - 1];
    if (!last || range.start > last.end + 1) merged.push({ ...range });
    else if (range.end > last.end) {
      last.end = range.end;
      last.i = Math.min(last.i, range.i);
    }
  }
  const out = merged.sort((a, b) => a.i - b.i).map(({ start, end }) => ({ start, end }));
  out.type = list.type;
  return out;
}

module.exports = { etag, statTag, fresh, ranges };
