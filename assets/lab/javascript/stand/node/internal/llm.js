// What client libraries of language models share.

const { later } = require("internal/timers");
const llm = kernel("llm");

let count = 0;

/** The pieces of the model's next answer: `{ text }` or `{ tool, arguments }`, and a number for its ids. */
function ask(request, failure) {
  return new Promise((go, no) => {
    llm.answer(JSON.parse(JSON.stringify(request)), (text, problem) => {
      later(null, () => (text === null ? no(failure(problem)) : go({ parts: JSON.parse(text), number: ++count })));
    });
  });
}

const textsOf = (parts) => {
  const texts = parts.filter((p) => p.text !== undefined).map((p) => p.text);
  return texts.length ? texts.join("") : null;
};

/** A text in the pieces in which a stream brings it. */
const pieces = (text) => text?.match(/[\s\S]{1,8}/g) ?? [];

module.exports = { ask, textsOf, pieces };
