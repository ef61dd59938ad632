// Uses every tool and resource of a service by the official client, which checks structured answers against the output
// schemas of the tools. Prints one line for each.
//
//   node tools.mjs http://127.0.0.1:8080
import assert from "node:assert/strict";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const service = process.argv[2];
const client = new Client({ name: "modeltree-ci", version: "1.0.0" });
await client.connect(new StreamableHTTPClientTransport(new URL("/mcp", service)));
const server = client.getServerVersion();
console.log(`connected to ${server.title}, protocol without a session: ${client.transport.sessionId === undefined}`);
assert.equal(client.transport.sessionId, undefined);

const calls = {
    search_models: { q: "vision", openWeights: true, limit: 3 },
    get_card: { id: "gpt-4o" },
    get_bands: { capability: "context", cohort: "current" },
    compare_models: { ids: ["openai/gpt-3", "openai/instructgpt"] },
    lineage: { id: "openai/instructgpt", depth: 1 },
    resolve: { id: "text-davinci-001" },
    offerings: { provider: "openai", limit: 50 },
    cost: { model: "openai/gpt-5", input: 12000, output: 800 },
    recommend: { capability: ["knowledge:2", "context"], scoreMin: ["context:6"], priceMax: 5 },
};

const { tools } = await client.listTools();
assert.deepEqual(tools.map((tool) => tool.name).sort(), Object.keys(calls).sort());
for (const tool of tools) {
    assert.equal(tool.annotations.readOnlyHint, true, tool.name);
    const answer = await client.callTool({ name: tool.name, arguments: calls[tool.name] });
    const text = answer.content[0].text;
    assert.ok(!answer.isError, `${tool.name}: ${text}`);
    assert.ok(text.length <= 2100, `${tool.name} answers ${text.length} characters`);
    for (const link of text.match(/http:\/\/127\.0\.0\.1:\S+/g) ?? []) {
        assert.equal((await fetch(link)).status, 200, link);
    }
    console.log(`${tool.name}: ${text.length} characters, "${text.split("\n")[0].slice(0, 80)}"`);
}

const same = await fetch(`${service}/api/v1/recommend?capability=knowledge:2,context&scoreMin=context:6&priceMax=5&limit=5`);
const { url, ...recommended } = (await client.callTool({ name: "recommend", arguments: calls.recommend })).structuredContent;
assert.deepEqual(recommended, await same.json());
console.log(`the same as ${url}`);

const refused = await client.callTool({ name: "get_card", arguments: { id: "openai/gtp-4" } });
assert.equal(refused.isError, true);
assert.match(refused.content[0].text, /Did you mean .*openai\/gpt-4/);
console.log(`an error that says what to do: ${refused.content[0].text}`);

const { resources } = await client.listResources();
const { resourceTemplates } = await client.listResourceTemplates();
const card = resourceTemplates[0].uriTemplate.replace("{vendor}", "openai").replace("{slug}", "instructgpt");
for (const uri of [...resources.map((resource) => resource.uri), card]) {
    const [content] = (await client.readResource({ uri })).contents;
    assert.match(content.text, /^# /);
    console.log(`${uri}: ${content.mimeType}, ${content.text.length} characters`);
}
const complete = async (name, value, chosen) =>
    (await client.complete({ ref: { type: "ref/resource", uri: resourceTemplates[0].uriTemplate }, argument: { name, value }, ...chosen })).completion;
assert.deepEqual((await complete("vendor", "openai")).values, ["openai"]);
const slugs = await complete("slug", "instructg", { context: { arguments: { vendor: "openai" } } });
assert.ok(slugs.values.includes("instructgpt"), slugs.values.join());
console.log(`completed: openai/${slugs.values.join(", openai/")}`);
await client.close();
