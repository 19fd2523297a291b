// `node:stream/web`

const { ReadableStream, WritableStream, TransformStream, TextDecoderStream, TextEncoderStream } = require("internal/web_streams");
const { lackNames } = require("internal/lacks");

module.exports = { ReadableStream, WritableStream, TransformStream, TextDecoderStream, TextEncoderStream };
lackNames(module.exports, "stream/web", "ByteLengthQueuingStrategy CountQueuingStrategy CompressionStream DecompressionStream ReadableStreamDefaultReader WritableStreamDefaultWriter");
