// `@anthropic-ai/sdk`: messages are answered from the script of `lab.llm`.

const { ask, textsOf, pieces } = require("internal/llm");
const { lackNames } = require("internal/lacks");
const environment = kernel("env");

class AnthropicError extends Error {}
class APIError extends AnthropicError {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}
const errors = { AnthropicError, APIError };
for (const [name, status] of Object.entries({ BadRequestError: 400, AuthenticationError: 401, PermissionDeniedError: 403, NotFoundError: 404, RateLimitError: 429, InternalServerError: 500 })) {
  errors[name] = { [name]: class extends APIError { constructor(message) { super(status, message); } } }[name];
}

async function message({ model, system, messages, tools, stream: streams, ...options }) {
  const { parts, number } = await ask({ provider: "anthropic", model, system, messages, tools, options }, (text) => new errors.InternalServerError(text));
  const content = parts.map((p, i) => (p.tool === undefined ? { type: "text", text: p.text, citations: null } : { type: "tool_use", id: `toolu_${number}_${i}`, name: p.tool, input: p.arguments }));
  const reason = content.some((c) => c.type === "tool_use") ? "tool_use" : "end_turn";
  const whole = { id: `msg_${number}`, type: "message", role: "assistant", model, content, stop_reason: reason, stop_sequence: null, usage: { input_tokens: 16, output_tokens: 16 } };
  return streams ? events(whole, textsOf(parts)) : whole;
}

async function* events(whole, text) {
  yield { type: "message_start", message: { ...whole, content: [] } };
  yield { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } };
  for (const piece of pieces(text)) yield { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: piece } };
  yield { type: "content_block_stop", index: 0 };
  yield { type: "message_delta", delta: { stop_reason: whole.stop_reason, stop_sequence: null }, usage: whole.usage };
  yield { type: "message_stop" };
}

class Anthropic {
  constructor(options = {}) {
    this.apiKey = options.apiKey ?? environment.get("ANTHROPIC_API_KEY") ?? null;
    this.baseURL = options.baseURL ?? "https://api.anthropic.com";
    this.messages = { create: message };
    lackNames(this.messages, "anthropic.messages", "stream batches countTokens parse");
    lackNames(this, "anthropic", "beta completions models");
  }
}
Object.assign(Anthropic, errors, { Anthropic, default: Anthropic, HUMAN_PROMPT: "\n\nHuman:", AI_PROMPT: "\n\nAssistant:" });

module.exports = Anthropic;
