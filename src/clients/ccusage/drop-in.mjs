// Reads Modeltree with ccusage, which reads LiteLLM's file of prices, and computes what a log of Claude Code has cost.
//
//   node drop-in.mjs http://127.0.0.1:8080
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const service = process.argv[2];
const here = dirname(fileURLToPath(import.meta.url));
const program = join(dirname(createRequire(import.meta.url).resolve("ccusage/package.json")), "dist", "index.js");

function expect(holds, what) {
  if (!holds) {
    throw new Error(`expected ${what}`);
  }
}

const file = await (await fetch(`${service}/compat/litellm/model_prices_and_context_window.json`)).json();
// Only what is served under the publisher's own name, and with one price for all lengths.
const models = Object.keys(file).filter(
  (name) => /^claude-[a-z0-9.-]+$/.test(name) && file[name].input_cost_per_token > 0
    && file[name].cache_read_input_token_cost > 0
    && !Object.keys(file[name]).some((key) => key.includes("_above_")),
);
expect(models.length > 3, `models of Claude, got ${models}`);

const home = mkdtempSync(join(tmpdir(), "modeltree-ccusage-"));
try {
  const project = join(home, "projects", "one");
  mkdirSync(project, { recursive: true });
  const usage = { input_tokens: 12345, output_tokens: 678, cache_creation_input_tokens: 0, cache_read_input_tokens: 90123 };
  writeFileSync(join(project, "session.jsonl"), models.map((model, i) => JSON.stringify({
    timestamp: "2026-11-01T12:00:00.000Z",
    sessionId: "one",
    requestId: `request-${i}`,
    message: { id: `message-${i}`, model, usage },
  })).join("\n") + "\n");
  const report = JSON.parse(execFileSync(
    process.execPath,
    ["--import", pathToFileURL(join(here, "redirect.mjs")).href, program, "daily", "--json", "--mode", "calculate", "--breakdown"],
    { env: { ...process.env, MODELTREE: service, CLAUDE_CONFIG_DIR: home, HOME: home, LOG_LEVEL: "0" }, encoding: "utf8" },
  ));
  const breakdowns = report.daily[0].modelBreakdowns;
  expect(breakdowns.length === models.length, `${models.length} models, got ${JSON.stringify(report)}`);
  let same = 0;
  for (const { modelName, cost } of breakdowns) {
    const entry = file[modelName];
    const own = usage.input_tokens * entry.input_cost_per_token + usage.output_tokens * entry.output_cost_per_token
      + usage.cache_read_input_tokens * entry.cache_read_input_token_cost;
    expect(cost > 0 && Math.abs(cost - own) < 1e-9, `${own} for ${modelName}, ccusage says ${cost}`);
    const answer = await fetch(`${service}/api/v1/cost`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({
        model: entry.metadata.model,
        provider: "anthropic",
        usage: { input: String(usage.input_tokens), output: String(usage.output_tokens), cacheRead: String(usage.cache_read_input_tokens) },
      }),
    });
    if (answer.ok) {
      const { total } = await answer.json();
      expect(Math.abs(cost - Number(total)) < 1e-9, `${total} for ${modelName} as /cost says, ccusage says ${cost}`);
      same += 1;
    }
  }
  expect(same > 3, `models with a price of today, got ${same}`);
  console.log(`costs that are those of the file: ${breakdowns.length}, and of /cost: ${same}`);
} finally {
  rmSync(home, { recursive: true });
}
