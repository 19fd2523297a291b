// Asks the real Node the cases of the differential test, in a folder of their own, and prints name and answer of each as a line of
// JSON.
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "diff-"));
process.emitWarning = () => {};
const lines = await createRequire(import.meta.url)("./node-differential-cases.cjs")(folder);
rmSync(folder, { recursive: true });
process.stdout.write(`${lines.join("\n")}\n`, () => process.exit(0));
