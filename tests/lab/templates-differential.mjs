// Renders templates and Markdown with the real packages and prints them with what came out, as JSON.
//
//     node templates-differential.mjs FOLDER
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.argv[2], "package.json"));
const { marked } = require("marked");
const mustache = require("mustache");
const handlebars = require("handlebars");

const markdown = [
  "# Hi *there*", "para one\nline two\n\npara **two** __b__ _e_ ***x***", "[x](javascript:alert(1))", "[x](java\nscript:alert(1))", "[a](http://x.y/z \"t'\") ![i](a.png)", "<script>alert(1)</script>",
  "a <img src=x onerror=alert(1)> b", "- a\n- b\n  - c\n- d", "1. a\n2. b", "3) x\n4) y", "> q\n> r\n\ntext", "```js\ncode <b>\n```", "    indented <x>", "`a<b>` ``x`y``", "a | b\n--|--\n1 | 2", "* * *", "<div>\n**x**\n</div>\n\n**y**",
  "<http://a.b> <x@y.z> http://auto.link/x?y=1&z=2.", "a\\*b\\* &amp; & < > \" '", "line  \nbreak", "[ref]\n\n[ref]: http://r.e/f \"T\"", "[a](<b c>) [x](a b)", "![x](javascript:alert(1))", "[click](data:text/html;base64,xxx)",
  "<a href=\"javascript:alert(1)\">x</a>", "~~del~~ a_b_c 2*3*4", "- [ ] t\n- [x] u", "h\n===\n\nh2\n---", "[a]( javascript:alert(1) )", "[\\\"><img src=x onerror=alert(1)>](x)", "[x](http://a\"onmouseover=\"alert(1))", "<svg onload=alert(1)>",
  "- a\n\n- b", "**bold**text and *em*text", "![\"onerror=alert(1) x=\"](x)", "a<br>b <!-- c --> d", "[x](vbscript:x)", "text <https://a.b/\"onclick=1> x", "*a **b** c*",
];
const data = { name: "<b>\"'`=&/", n: 0, list: [1, "<", { x: 2 }], o: { a: 1, b: "<" }, t: true, f: false, nothing: null, empty: [] };
const plain = [
  "{{name}} {{{name}}} {{&name}}", "{{#list}}<{{.}}>{{/list}}{{^empty}}none{{/empty}}", "{{#o}}{{a}}{{n}}{{/o}}", "{{o.a}} {{o.b}} {{o.c.d}}", "a\n{{#t}}\nb\n{{/t}}\nc", "{{! c }}x", "{{constructor.name}}{{__proto__}}", "{{=<% %>=}}<% n %>", "{{#f}}x{{/f}}{{^f}}y{{/f}}", "{{missing}}",
];
const logic = [
  "{{name}} {{{name}}} {{&name}}", "{{#if t}}y{{else}}n{{/if}}{{#if n}}y{{else}}n{{/if}}{{#unless f}}u{{/unless}}", "{{#each list}}{{@index}}{{@first}}{{@last}}{{this}},{{/each}}", "{{#each o}}{{@key}}={{this}} {{/each}}", "{{#with o}}{{a}}{{../name}}{{/with}}",
  "{{o.a}} {{o/b}} {{list.[1]}} {{list.2.x}}", "{{constructor}}|{{constructor.name}}|{{__proto__}}|{{o.constructor}}|{{lookup o 'a'}}|{{lookup o 'constructor'}}", "{{#each empty}}x{{else}}none{{/each}}", "{{#list}}<{{this}}>{{/list}}{{^empty}}e{{/empty}}",
  "{{missing}} {{nothing}} {{f}} {{n}}", "{{! c }}a{{!-- x }} --}}b", "a {{~name~}} b", "{{#if f}}1{{else if t}}2{{else}}3{{/if}}", "\\{{name}}", "{{#each list as |v i|}}{{i}}:{{v}} {{/each}}", "x\n{{#if t}}\n  y\n{{/if}}\nz", "{{@root.name}}", "{{#with (lookup o 'a')}}{{this}}{{/with}}", "{{toString}} {{valueOf}} {{o.hasOwnProperty}}",
];
const cases = [
  ...markdown.map((text) => ({ engine: "marked", text, expected: marked.parse(text) })),
  ...plain.map((text) => ({ engine: "mustache", text, expected: mustache.render(text, data) })),
  ...logic.map((text) => ({ engine: "handlebars", text, expected: handlebars.compile(text)(data) })),
];
process.stdout.write(JSON.stringify({ cases, data }));
