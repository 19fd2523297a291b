// `openai`: chats and responses are answered from the script of `lab.llm`.

const { ask, textsOf, pieces } = require("internal/llm");
const { lacks, lackNames } = require("internal/lacks");
const environment = kernel("env");

class OpenAIError extends Error {}
class APIError extends OpenAIError {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}
const kinds = { BadRequestError: 400, AuthenticationError: 401, PermissionDeniedError: 403, NotFoundError: 404, RateLimitError: 429, InternalServerError: 500 };
const errors = { OpenAIError, APIError };
for (const [name, status] of Object.entries(kinds)) errors[name] = { [name]: class extends APIError { constructor(message) { super(status, message); } } }[name];
errors.APIConnectionError = class APIConnectionError extends APIError { constructor(message) { super(undefined, message); } };

const failure = (message) => new errors.InternalServerError(message);
const seconds = () => Math.floor(Date.now() / 1000);

function toolCalls(parts, number) {
  const calls = parts.filter((p) => p.tool !== undefined).map((p, i) => ({
    id: `call_${number}_${i}`, type: "function", function: { name: p.tool, arguments: typeof p.arguments === "string" ? p.arguments : JSON.stringify(p.arguments) },
  }));
  return calls.length ? calls : undefined;
}

async function* stream(model, content, calls) {
  for (const piece of pieces(content)) yield { id: "chatcmpl", object: "chat.completion.chunk", model, choices: [{ index: 0, delta: { content: piece }, finish_reason: null }] };
  yield { id: "chatcmpl", object: "chat.completion.chunk", model, choices: [{ index: 0, delta: calls ? { tool_calls: calls.map((c, index) => ({ index, ...c })) } : {}, finish_reason: calls ? "tool_calls" : "stop" }] };
}

async function chat({ model, messages, tools, stream: streams, ...options }) {
  const { parts, number } = await ask({ provider: "openai", model, messages, tools, options }, failure);
  const [content, calls] = [textsOf(parts), toolCalls(parts, number)];
  if (streams) return stream(model, content, calls);
  const message = { role: "assistant", content, refusal: null, ...(calls && { tool_calls: calls }) };
  const used = Math.ceil((content ?? "").length / 4);
  return { id: `chatcmpl-${number}`, object: "chat.completion", created: seconds(), model, choices: [{ index: 0, message, logprobs: null, finish_reason: calls ? "tool_calls" : "stop" }], usage: { prompt_tokens: 16, completion_tokens: used, total_tokens: 16 + used } };
}

async function parse(request) {
  const answer = await chat(request);
  const { message } = answer.choices[0];
  message.parsed = message.content === null ? null : JSON.parse(message.content);
  return answer;
}

async function respond({ model, input, instructions, tools, stream: streams, ...options }) {
  if (streams) return lacks("streams of openai responses", "chat.completions streams are there");
  const messages = typeof input === "string" ? [{ role: "user", content: input }] : input;
  const { parts, number } = await ask({ provider: "openai", model, system: instructions, messages, tools, options }, failure);
  const text = textsOf(parts);
  const output = [
    ...(text === null ? [] : [{ id: `msg_${number}`, type: "message", role: "assistant", status: "completed", content: [{ type: "output_text", text, annotations: [] }] }]),
    ...(toolCalls(parts, number) ?? []).map((c) => ({ id: `fc_${c.id}`, type: "function_call", call_id: c.id, name: c.function.name, arguments: c.function.arguments, status: "completed" })),
  ];
  return { id: `resp_${number}`, object: "response", created_at: seconds(), status: "completed", model, output, output_text: text ?? "", usage: { input_tokens: 16, output_tokens: 16, total_tokens: 32 } };
}

class OpenAI {
  constructor(options = {}) {
    const key = options.apiKey ?? environment.get("OPENAI_API_KEY");
    if (key === undefined) throw new OpenAIError("The OPENAI_API_KEY environment variable is missing or empty; either provide it, or instantiate the OpenAI client with an apiKey option, like new OpenAI({ apiKey: 'My API Key' }).");
    this.apiKey = key;
    this.baseURL = options.baseURL ?? "https://api.openai.com/v1";
    this.chat = { completions: { create: chat, parse } };
    this.responses = { create: respond };
    this.beta = { chat: { completions: { parse } } };
    lackNames(this, "openai", "embeddings images audio moderations files models fineTuning batches vectorStores assistants threads");
  }
}
Object.assign(OpenAI, errors, { OpenAI, default: OpenAI, toFile: (data, name) => new (require("internal/blob").File)([data], name) });
lackNames(OpenAI, "openai", "AzureOpenAI");

module.exports = OpenAI;
