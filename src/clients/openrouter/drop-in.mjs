// Reads Modeltree with OpenRouter's own client, which refuses every answer that does not have its types.
//
//   node drop-in.mjs http://127.0.0.1:8080
import { OpenRouter } from "@openrouter/sdk";

const router = new OpenRouter({
  // The key of a real client; Modeltree ignores it.
  apiKey: "sk-or-v1-0000000000000000",
  serverURL: `${process.argv[2]}/compat/openrouter/api/v1`,
});

function expect(holds, what) {
  if (!holds) {
    throw new Error(`expected ${what}`);
  }
}

/** All entries of a selection, page by page, as the client asks for them. */
async function all(selection) {
  const entries = [];
  let total = 0;
  for await (const page of await router.models.list(selection)) {
    total = page.result.totalCount;
    entries.push(...page.result.data);
  }
  expect(entries.length === total, `${total} entries on all pages, got ${entries.length}`);
  expect(new Set(entries.map((entry) => entry.id)).size === total, "no entry twice");
  return entries;
}

const everything = await all({ outputModalities: "all" });
const texts = await all({});
const tools = await all({ supportedParameters: "tools" });
expect(everything.length > texts.length && texts.length > tools.length, "that each filter leaves something out");
expect(tools.every((entry) => entry.supportedParameters.includes("tools")), "tools in every selected entry");

const cheap = await all({ maxPrice: 1, sort: "pricing-low-to-high" });
const prices = cheap.map((entry) => Number(entry.pricing.prompt) * 1e6);
expect(prices.length > 0 && prices.every((price) => price >= 0 && price <= 1 + 1e-9), "prompts of at most 1 USD");

// 0 is an unknown date, which comes last, even after models from before 1970.
const newest = (await all({ sort: "newest" })).filter((entry) => entry.created !== 0);
expect(newest.every((entry, i) => i === 0 || newest[i - 1].created >= entry.created), "the newest first");

// Every model's endpoints would take minutes; the widest variety is in the first of each author.
const authors = new Map(everything.map((entry) => [entry.id.split("/")[0], entry]));
let endpoints = 0;
for (const entry of [...authors.values()].slice(0, 150)) {
  const [author, ...slug] = entry.id.split("/");
  const { data } = await router.endpoints.list({ author, slug: slug.join("/") });
  expect(data.id === entry.id, `the endpoints of ${entry.id}, got those of ${data.id}`);
  endpoints += data.endpoints.length;
}
expect(endpoints > 0, "endpoints");

let refusal;
try {
  await router.endpoints.list({ author: "nobody", slug: "nothing" });
} catch (error) {
  refusal = error;
}
expect(refusal?.name === "NotFoundResponseError" && refusal.error.code === 404, `a typed 404, got ${refusal}`);
let wrong;
try {
  await router.models.list({ category: "programming" });
} catch (error) {
  wrong = error;
}
expect(wrong?.name === "BadRequestResponseError" && wrong.message.includes("`category`"), `a typed 400, got ${wrong}`);

console.log(`models: ${everything.length}, of which ${texts.length} write and ${tools.length} use tools`);
console.log(`prompts of at most 1 USD per million tokens: ${cheap.length}`);
console.log(`endpoints of ${Math.min(authors.size, 150)} models: ${endpoints}`);
console.log(`404: ${refusal.error.message}`);
console.log(`400: ${wrong.message}`);
