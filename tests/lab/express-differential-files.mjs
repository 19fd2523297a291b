// The files that the app of the differential test serves, below a folder of their own.
export const files = {
  "public/a.txt": "the file a\n",
  "public/sub/index.html": "<p>index</p>\n",
  "public/sub/b.json": '{"b": 1}\n',
  "public/.hidden": "hidden\n",
  "public/.git/config": "config\n",
  "public/.well-known/x": "known\n",
  "public/page.html": "<p>page</p>\n",
  "public/a b.txt": "with a space\n",
  "public/\u00fcn\u00ef.txt": "with umlauts\n",
  "public/big.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>\n",
  "public/data.bin": "\u0000\u0001",
  "public/script.js": "1;\n",
  "public/... /a.txt": "odd\n",
  "secret.txt": "secret\n",
  "outside/secret.txt": "outside\n",
};
export const links = { "public/link.txt": "../secret.txt", "public/linkdir": "../outside" };
