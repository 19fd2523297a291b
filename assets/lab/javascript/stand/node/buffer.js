// `node:buffer`

const { Buffer, MAX_LENGTH } = require("internal/buffer");
const { atob, btoa } = require("internal/encoding");
const { lackNames } = require("internal/lacks");

const bytesOf = (input) => (ArrayBuffer.isView(input) ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength) : new Uint8Array(input));

function isUtf8(input) {
  try {
    host.text(bytesOf(input), true);
    return true;
  } catch {
    return false;
  }
}

const blob = (name) => ({ enumerable: true, configurable: true, get: () => require("internal/blob")[name] });

module.exports = Object.defineProperties(
  {
    Buffer, SlowBuffer: Buffer.allocUnsafeSlow, kMaxLength: MAX_LENGTH, kStringMaxLength: 536870888, constants: { MAX_LENGTH, MAX_STRING_LENGTH: 536870888 },
    INSPECT_MAX_BYTES: 50, atob, btoa, isUtf8, isAscii: (input) => bytesOf(input).every((b) => b < 128),
    transcode: (source, from, to) => Buffer.from(Buffer.from(source).toString(from), to),
  },
  { Blob: blob("Blob"), File: blob("File") },
);
lackNames(module.exports, "buffer", "resolveObjectURL");
