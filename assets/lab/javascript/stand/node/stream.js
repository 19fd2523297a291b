// `node:stream`

const { Stream } = require("internal/streams/base");
const { Duplex, Transform, PassThrough } = require("internal/streams/duplex");
const { Readable } = require("internal/streams/readable");
const { Writable } = require("internal/streams/writable");
const { eos, finished } = require("internal/streams/finished");
const { pipeline, pipelinePromise, addAbortSignal } = require("internal/streams/pipeline");
const { lackNames } = require("internal/lacks");

const custom = Symbol.for("nodejs.util.promisify.custom");
const marks = { bytes: 65536, objects: 16 };
Object.defineProperty(pipeline, custom, { value: pipelinePromise });
Object.defineProperty(eos, custom, { value: finished });
Object.defineProperty(eos, "name", { value: "eos" });

module.exports = Object.assign(Stream, {
  Stream, Readable, Writable, Duplex, Transform, PassThrough, pipeline, finished: eos, addAbortSignal,
  promises: { pipeline: pipelinePromise, finished },
  isReadable: (stream) => Boolean(stream?.readable),
  isWritable: (stream) => Boolean(stream?.writable),
  isErrored: (stream) => Boolean(stream?.errored),
  isDisturbed: (stream) => Boolean(stream?._readableState?.dataEmitted || stream?._readableState?.errored || stream?.bodyUsed),
  isDestroyed: (stream) => Boolean(stream?.destroyed),
  destroy: (stream, error) => stream.destroy(error),
  getDefaultHighWaterMark: (objects) => (objects ? marks.objects : marks.bytes),
  _isUint8Array: (value) => value instanceof Uint8Array,
});
lackNames(module.exports, "stream", "compose duplexPair setDefaultHighWaterMark");
